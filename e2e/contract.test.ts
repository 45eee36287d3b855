import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { documentsAreThere, openContract, openContractWith, type SentRequest } from './contract/openapi.ts';
import { adfFaults, createFaults } from './contract/own-checks.ts';
import { DEFECTS, type Dialect } from './contract/relaxed.ts';
import { repoRoot, type SandboxRequest, type Stack, sampleEvent, startStack, waitFor } from './harness/index.ts';

/** A request that was never carried out is sent again after five times the second, as nothing else proves how far search is. */
const PATIENCE = { JIRA_TIMEOUT_MS: '1000', JIRA_SETTLE_MS: '400', JIRA_LATE_COMMIT_MS: '200' };
const SAMPLE_ID = 'event-f20a38aa58b54c6c8d4c9a84e655db1a';
const FEW_FIELDS = ['project', 'issuetype', 'summary', 'description'];
const ALL_FIELDS = [...FEW_FIELDS, 'priority', 'labels', 'assignee'];

/** Every kind of request that the scenario below makes: one more or less is a change of what we send. */
const OPERATIONS: Record<Dialect, string[]> = {
  cloud: [
    'GET /rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes',
    'GET /rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}',
    'GET /rest/api/3/issue/{issueIdOrKey}',
    'GET /rest/api/3/myself',
    'GET /rest/api/3/serverInfo',
    'GET /rest/api/3/user/assignable/search',
    'POST /rest/api/3/issue',
    'POST /rest/api/3/issue/bulkfetch',
    'POST /rest/api/3/search/jql',
    'PUT /rest/api/3/issue/{issueIdOrKey}/assignee',
  ],
  datacenter: [
    'GET /rest/api/2/issue/createmeta/{projectIdOrKey}/issuetypes',
    'GET /rest/api/2/issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}',
    'GET /rest/api/2/issue/{issueIdOrKey}',
    'GET /rest/api/2/issue/{issueIdOrKey}/properties/{propertyKey}',
    'GET /rest/api/2/myself',
    'GET /rest/api/2/serverInfo',
    'POST /rest/api/2/issue',
    'POST /rest/api/2/search',
    'PUT /rest/api/2/issue/{issueIdOrKey}/assignee',
  ],
};

const SKIPPED = documentsAreThere ? '' : ' (skipped: no ../shared)';

describe.each(['cloud', 'datacenter'] as const)('what is sent to %s with only JIRA_* set', (dialect) => {
  let stack: Stack;
  let requests: SandboxRequest[];
  beforeAll(async () => {
    stack = await startStack({ dialect, sandbox: { indexLagMs: 200 }, workerEnv: PATIENCE });
    requests = await provokeEveryRequest(stack, dialect);
  });
  afterAll(() => stack?.close());

  it('is, for the sample alert, exactly the create that was reviewed by hand', () => {
    expect(createOf(requests, SAMPLE_ID).map(({ body }) => body)).toEqual([goldenOf(dialect)]);
  });

  it('is a create with the fields that we mean to send, and ADF where it is due', () => {
    const creates = requests.filter(({ kind }) => kind === 'create');

    expect(creates.length).toBeGreaterThanOrEqual(6);
    expect(creates.flatMap((request) => createFaults(dialect, request))).toEqual([]);
  });

  it('says "nobody" and "not this field" as this Jira wants to hear it', () => {
    const [unassigned] = createOf(requests, 'event-unassigned');
    const degraded = createOf(requests, 'event-few-fields');

    expect(fieldsOf(unassigned)).toHaveProperty('assignee', dialect === 'cloud' ? null : { name: '' });
    expect(degraded).toHaveLength(2);
    expect(Object.keys(fieldsOf(degraded[1])).sort()).toEqual([...FEW_FIELDS].sort());
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

describe.skipIf(!documentsAreThere)(`the contract check${SKIPPED}`, () => {
  const wrong: [Dialect, string, SentRequest][] = [
    ['cloud', 'an unknown path', { method: 'POST', path: '/rest/api/3/issues', body: {} }],
    ['cloud', 'a method that the path has not', { method: 'PATCH', path: '/rest/api/3/issue', body: {} }],
    ['cloud', 'the old search body', { method: 'POST', path: '/rest/api/3/search/jql', body: { jql: '', startAt: 0 } }],
    ['cloud', 'fields that are a list', { method: 'POST', path: '/rest/api/3/issue', body: { fields: [] } }],
    ['cloud', 'an unknown query', { method: 'GET', path: '/rest/api/3/user/assignable/search?user=x' }],
    ['cloud', 'a number that is none', { method: 'GET', path: '/rest/api/3/user/assignable/search?maxResults=x' }],
    ['cloud', 'a body where none belongs', { method: 'GET', path: '/rest/api/3/myself', body: {} }],
    ['datacenter', 'a path of Cloud', { method: 'POST', path: '/rest/api/2/search/jql', body: {} }],
    ['datacenter', 'a JQL that is no text', { method: 'POST', path: '/rest/api/2/search', body: { jql: 1 } }],
    [
      'datacenter',
      'properties that are no list',
      { method: 'POST', path: '/rest/api/2/issue', body: { properties: {} } },
    ],
  ];
  it.each(wrong)('refuses on %s %s', (dialect, _what, request) => {
    expect(openContract(dialect).faultsOf(request)).not.toEqual([]);
  });
});

describe.skipIf(!documentsAreThere)(`the defects that are relaxed${SKIPPED}`, () => {
  it.each(DEFECTS)('$dialect: $reason', (defect) => {
    const golden = goldenOf(defect.dialect);
    const request: SentRequest = defect.shownBy ?? { method: 'POST', path: '/rest/api/2/issue', body: golden };

    const strict = openContractWith(
      defect.dialect,
      DEFECTS.filter((one) => one !== defect),
    );

    expect(strict.faultsOf(request)).not.toEqual([]);
    expect(openContract(defect.dialect).faultsOf(request)).toEqual([]);
  });
});

describe('our own check of a create', () => {
  const fields = { project: { key: 'OPS' }, issuetype: { name: 'Bug' }, summary: 's', description: 'd' };
  const value = { v: 1, marker: `gj-${'0'.repeat(32)}`, eventId: 'e', faultKey: 'f', workspace: 'w' };
  const create = (changes: object) => ({
    method: 'POST',
    path: '/rest/api/2/issue',
    body: { fields: { ...fields, ...changes }, properties: [{ key: 'guance-jira', value }] },
  });

  it('takes what is right, and refuses what the documents would let through', () => {
    expect(createFaults('datacenter', create({}))).toEqual([]);
    expect(createFaults('datacenter', create({ sumary: 'x' }))).not.toEqual([]);
    expect(createFaults('datacenter', create({ labels: ['two words'] }))).not.toEqual([]);
    expect(createFaults('datacenter', create({ summary: 'two\nlines' }))).not.toEqual([]);
    expect(createFaults('datacenter', create({ description: { type: 'doc', version: 1 } }))).not.toEqual([]);
    expect(createFaults('cloud', create({}))).not.toEqual([]);
  });

  it('knows ADF from what only looks like it', () => {
    const text = (value: string) => ({ type: 'paragraph', content: [{ type: 'text', text: value }] });
    const doc = (...content: object[]) => ({ version: 1, type: 'doc', content });

    expect(adfFaults(doc(text('a')))).toEqual([]);
    expect(adfFaults(doc(text('')))).not.toEqual([]);
    expect(adfFaults(doc({ type: 'blockquote', content: [{ type: 'heading', attrs: { level: 1 } }] }))).not.toEqual([]);
  });
});

/** Sends what makes the worker use every request it knows, and returns all that the sandbox saw. */
async function provokeEveryRequest(stack: Stack, dialect: Dialect): Promise<SandboxRequest[]> {
  const screen = (screenFields: string[]) =>
    stack.jira.control('PUT', '/settings', { projects: { OPS: { screenFields } } });
  const loseAnswer = (rule: object = {}) =>
    stack.jira.control('POST', '/faults', { path: 'create', times: 1, action: 'resetAfter', ...rule });
  const send = async (df_event_id: string) => {
    await stack.send(sampleEvent({ df_event_id }));
    const line = await waitFor(`the outcome of ${df_event_id}`, () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === df_event_id),
    );
    expect(line, df_event_id).toMatchObject({ outcome: 'created' });
  };
  const restartWith = async (assignee: string) => {
    await stack.worker.stop();
    stack.worker.env.JIRA_ASSIGNEE = assignee;
    await stack.worker.start();
  };

  await send(SAMPLE_ID);
  // Found by the label; then, as nothing was carried out, by nothing at all.
  await loseAnswer();
  await send('event-lost-answer');
  await loseAnswer({ action: 'resetBefore' });
  await send('event-never-there');
  // Without labels the marker is the property, which Data Center's search does not bring along.
  await screen(FEW_FIELDS);
  await send('event-few-fields');
  await loseAnswer();
  await send('event-few-fields-lost');
  // The same where a Jira reads nothing by key, so that search has to find it.
  const refused = { status: 405, body: { errorMessages: ['not here'], errors: {} } };
  const byKey = { path: '/issue/(bulkfetch$|[A-Z]+-\\d+)', times: 'forever', action: { respond: refused } };
  await stack.jira.control('POST', '/faults', byKey);
  await loseAnswer();
  await send('event-few-fields-searched');
  await stack.jira.control('DELETE', '/faults');
  await screen(ALL_FIELDS);
  await restartWith('unassigned');
  await send('event-unassigned');
  await restartWith(dialect === 'cloud' ? 'nobody@example.com' : 'nobody');
  await send('event-unknown-person');
  // A person whom this Jira leaves out of a create without a word.
  await stack.jira.control('PUT', '/settings', { dropAssignee: true });
  await restartWith(dialect === 'cloud' ? 'pacher@example.com' : 'pacher');
  await send('event-dropped-person');
  return stack.jira.requests();
}

function goldenOf(dialect: Dialect): unknown {
  return JSON.parse(readFileSync(`${repoRoot}/e2e/contract/golden/${dialect}.json`, 'utf8'));
}

function createOf(requests: readonly SandboxRequest[], eventId: string): SandboxRequest[] {
  return requests.filter(({ kind, body }) => kind === 'create' && JSON.stringify(body).includes(`"${eventId}"`));
}

function fieldsOf(request: SandboxRequest | undefined): object {
  return Object(Reflect.get(Object(request?.body), 'fields'));
}
