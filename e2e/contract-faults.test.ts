import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsAreThere, openContract } from './contract/openapi.ts';
import { adfFaults, createFaults } from './contract/own-checks.ts';
import type { Dialect } from './contract/relaxed.ts';
import { type FaultLab, openFaultLab, watchedObject } from './fault-life/lab.ts';
import { repoRoot, type SandboxRequest, sampleEvent } from './harness/index.ts';

/** The route `default` is the one that JIRA_* make, but for `group: fault`: so its create is the golden one, and the markers of a fault. */
const RULES = (dialect: Dialect) => `
defaults:
  project: OPS
  issueType: 故障
  group: fault
  assignee: ${dialect === 'cloud' ? 'pacher@example.com' : 'pacher'}
  priority: { fatal: Highest, critical: Highest, error: High, warning: Medium }
  recover: { transition: [已完成, Done], resolution: Done }
routes:
  - { name: soon, match: { df_monitor_name: soon }, reopenWithin: 0 }
  - { name: steps, match: { df_monitor_name: steps }, project: STEPS }
  - { name: default }
`;
const PROJECTS = [
  { key: 'OPS', resolution: 'required' },
  { key: 'STEPS', workflow: 'steps' },
];
const SAMPLE_ID = 'event-f20a38aa58b54c6c8d4c9a84e655db1a';
const FAULT_LABEL = 'gj-8b21b501d0617482f8fbfe14f5f6f8b4';
const OBJECT_LABEL = 'gj-f8678868e6e98c8c02745c6f3eae3536';

/** Every kind of request that the life of faults makes: one more or less is a change of what we send. */
const OPERATIONS: Record<Dialect, string[]> = {
  cloud: [
    'GET /rest/api/3/issue/{issueIdOrKey}',
    'GET /rest/api/3/issue/{issueIdOrKey}/comment',
    'GET /rest/api/3/issue/{issueIdOrKey}/transitions',
    'GET /rest/api/3/myself',
    'GET /rest/api/3/project/{projectIdOrKey}/statuses',
    'GET /rest/api/3/serverInfo',
    'GET /rest/api/3/user/assignable/search',
    'POST /rest/api/3/issue',
    // At the start: whether the index keeps our newest issues back (decision 22).
    'POST /rest/api/3/issue/bulkfetch',
    'POST /rest/api/3/issue/{issueIdOrKey}/comment',
    'POST /rest/api/3/issue/{issueIdOrKey}/transitions',
    'POST /rest/api/3/issueLink',
    'POST /rest/api/3/search/jql',
    'PUT /rest/api/3/issue/{issueIdOrKey}',
  ],
  datacenter: [
    'GET /rest/api/2/issue/{issueIdOrKey}',
    'GET /rest/api/2/issue/{issueIdOrKey}/comment',
    'GET /rest/api/2/issue/{issueIdOrKey}/transitions',
    'GET /rest/api/2/myself',
    'GET /rest/api/2/project/{projectIdOrKey}/statuses',
    'GET /rest/api/2/serverInfo',
    'POST /rest/api/2/issue',
    'POST /rest/api/2/issue/{issueIdOrKey}/comment',
    'POST /rest/api/2/issue/{issueIdOrKey}/transitions',
    'POST /rest/api/2/issueLink',
    'POST /rest/api/2/search',
    'PUT /rest/api/2/issue/{issueIdOrKey}',
  ],
};
const SKIPPED = documentsAreThere ? '' : ' (skipped: no ../shared)';

describe.each(['cloud', 'datacenter'] as const)('what is sent to %s over the life of faults', (dialect) => {
  let lab: FaultLab;
  let requests: SandboxRequest[];
  beforeAll(async () => {
    lab = await openFaultLab(RULES(dialect), { dialect, sandbox: { projects: PROJECTS } });
    await liveThrough(lab);
    requests = await lab.stack.jira.requests();
  });
  afterAll(() => lab?.close());

  it('is, for the sample alert, the create that was reviewed by hand with the markers of its fault', () => {
    const golden = JSON.parse(readFileSync(`${repoRoot}/e2e/contract/golden/${dialect}.json`, 'utf8'));
    const [property] = golden.properties;
    golden.fields.labels.splice(-1, 1, FAULT_LABEL, OBJECT_LABEL);
    Object.assign(property.value, { marker: FAULT_LABEL, route: 'default', also: [OBJECT_LABEL] });
    const creates = requests.filter(
      ({ kind, body }) => kind === 'create' && JSON.stringify(body).includes(`"${SAMPLE_ID}"`),
    );

    expect(creates.map(({ body }) => body)).toEqual([golden]);
  });

  it('is what we mean to send: creates with our fields, comments with our mark, in ADF where it is due', () => {
    const comments = requests.filter(({ kind, method }) => kind === 'comment' && method === 'POST');

    expect(requests.flatMap((request) => createFaults(dialect, request))).toEqual([]);
    expect(comments.length).toBeGreaterThanOrEqual(5);
    for (const { body } of comments) {
      const { body: text, properties, ...rest } = Object(body);
      expect(rest).toEqual({});
      expect(properties).toEqual([
        { key: 'guance-jira', value: { mark: expect.stringMatching(/^event-\S+ \w+ \d+$/) } },
      ]);
      if (dialect === 'cloud') expect(adfFaults(text)).toEqual([]);
      else expect(text).toEqual(expect.any(String));
    }
  });

  it.skipIf(!documentsAreThere)(`is taken by the official OpenAPI document, request by request${SKIPPED}`, () => {
    const contract = openContract(dialect);

    const faults = requests.flatMap((request) =>
      contract.faultsOf(request).map((fault) => `${request.method} ${request.path}: ${fault}`),
    );

    expect(faults).toEqual([]);
    expect([...new Set(requests.map((request) => contract.operationOf(request)))].sort()).toEqual(OPERATIONS[dialect]);
  });
});

/** Makes the worker use every request that it knows for faults. */
async function liveThrough(lab: FaultLab): Promise<void> {
  const send = async (event: ReturnType<typeof sampleEvent>, outcome: string) => {
    const [line] = await lab.outcomes(event);
    expect(line).toMatchObject({ outcome });
    return line?.issueKey;
  };
  await send(sampleEvent({ df_event_id: SAMPLE_ID }), 'created');
  const disk = watchedObject('disk');
  await send(disk.next('error'), 'created');
  // A level with its priority; the answer to the comment is lost, so that it is looked for.
  await lab.stack.jira.control('POST', '/faults', { method: 'POST', path: 'comment', action: 'resetAfter' });
  await send(disk.next('critical'), 'commented');
  await send(disk.next('ok'), 'resolved');
  disk.again();
  await send(disk.next('error'), 'reopened');
  // Steps on the way, for which the statuses of the project are asked.
  const steps = watchedObject('steps');
  await send(steps.next('error'), 'created');
  await send(steps.next('ok'), 'resolved');
  const soon = watchedObject('soon');
  await send(soon.next('error'), 'created');
  await send(soon.next('ok'), 'resolved');
  soon.again();
  await send(soon.next('error'), 'created');
}
