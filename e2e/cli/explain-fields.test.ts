/** `explain` where Jira can be asked: the request is the one that the worker sends, on Cloud and Data Center. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliIn } from '../../apps/cli/src/testing/cli.ts';
import { documentsAreThere } from '../contract/openapi.ts';
import { refusedByDocuments } from '../contract/refused-by-documents.ts';
import { type Stack, sampleEvent, startStack } from '../harness/index.ts';

const FIELDS = {
  customfield_1: { name: 'Disk usage', type: 'number' },
  customfield_2: { name: 'Steps', type: 'textarea' },
  customfield_3: { name: 'Tier', type: 'select', options: ['gold', 'silver'] },
};
const STRICT = { customfield_4: { name: 'Stage', type: 'text', required: true } };
const RULES = `
defaults: { issueType: 故障, group: event, language: en, assignee: project-default }
routes:
  - { name: veiled, match: { df_title: veiled }, project: VEILED, fields: { customfield_1: "{{ df_monitor_checker_value }}" } }
  - { name: strict, match: { df_title: strict }, project: STRICT, fields: { Stage: "{{ tags.stage }}" } }
  - name: fields
    project: OPS
    required: [Tier]
    fields: { Disk usage: "{{ df_monitor_checker_value }}", Steps: "on *{{ tags.host }}*", Tier: "{{ tags.tier }}", Nonesuch: x }
`;
const SKIPPED = documentsAreThere ? '' : ' (skipped: no ../shared)';

describe.each(['cloud', 'datacenter'] as const)('explain before %s', (dialect) => {
  let stack: Stack;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-explain-'));
    const file = join(dir, 'rules.yaml');
    await writeFile(file, RULES);
    const projects = [
      { key: 'OPS', fields: FIELDS },
      { key: 'VEILED', fields: FIELDS, createMeta: 403 },
      { key: 'STRICT', fields: STRICT },
    ];
    stack = await startStack({ dialect, sandbox: { projects }, workerEnv: { RULES_FILE: file } });
  });
  afterAll(async () => {
    await stack?.close();
    await rm(dir, { recursive: true, force: true });
  });
  const tier = (name: string, change = {}) =>
    sampleEvent({ df_dimension_tags: JSON.stringify({ host: 'db-7', tier: name }), ...change });
  const explain = (event: object, ...options: string[]) =>
    cliIn({
      env: { ...stack.worker.env, LC_ALL: 'C.UTF-8' },
      files: { 'event.json': JSON.stringify(event) },
    })('explain', 'event.json', ...options);

  it('shows the very request that the worker sends', async () => {
    const event = tier('GOLD');
    const { json } = await explain(event, '--json');
    await stack.send(event);
    const create = await stack.waitFor('the create', async () =>
      (await stack.jira.requests()).find(({ kind, status }) => kind === 'create' && status === 201),
    );

    const { requests, jira } = json();
    expect(requests).toEqual({ [dialect]: { method: 'POST', path: create.path, body: create.body } });
    expect(jira).toMatchObject({ asked: true, told: true, missing: [], leftOut: [{ field: 'Nonesuch' }] });
  });

  it('says what the issue would go without, and that there would be none', async () => {
    const { out } = await explain(tier('bronze'));

    expect(out).toMatch(/the issue is created without Nonesuch: is no field of the create screen/);
    expect(out).toMatch(/the issue is created without Tier: "bronze" is not among its choices/);
    expect(out).toContain(
      'no issue without Tier (customfield_3), which is required: "bronze" is not among its choices; the event fails',
    );
  });

  it.each([
    ['the event fails', 'failed', ''],
    ['the event goes to the fallback (OPS / 故障)', 'fallback', 'fallback: { project: OPS, issueType: 故障 }'],
  ])('says that the event gives nothing for a field that Jira requires, and that %s', async (then, end, fallback) => {
    const file = join(dir, `${end}.yaml`);
    await writeFile(file, RULES + fallback);
    const strict = tier('gold', { df_title: 'strict' });
    const { out } = await explain(strict, '--rules', file);
    const { json } = await explain(strict, '--rules', file, '--json');

    expect(out).toContain(
      `no issue without Stage (customfield_4), which is required: {{ tags.stage }} produces nothing for this event; ${then}`,
    );
    expect(json().jira).toMatchObject({ missing: ['customfield_4'], lacks: [{ name: 'Stage' }], end });
  });

  it('shows the fields as the rules have them where Jira does not tell them, is not there, or is not to be asked', async () => {
    const before = (await stack.jira.requests()).length;
    const offline = await explain(tier('gold'), '--offline');
    expect((await stack.jira.requests()).length).toBe(before);
    expect(offline.out).toContain('"Disk usage": "100"');

    expect((await explain(tier('gold', { df_title: 'veiled' }))).out).toMatch(
      /does not show its fields to this account[\s\S]*"customfield_1": "100"/,
    );

    const env = { ...stack.worker.env, JIRA_URL: 'http://127.0.0.1:1', LC_ALL: 'C.UTF-8' };
    const gone = await cliIn({ env, files: { 'event.json': JSON.stringify(tier('gold')) } })('explain', 'event.json');
    expect([gone.code, gone.out]).toEqual([
      0,
      expect.stringMatching(/Jira could not be asked: .+[\s\S]*"Disk usage": "100"/),
    ]);
  });

  it.skipIf(!documentsAreThere)(`asks as the official document wants it${SKIPPED}`, async () => {
    expect(await refusedByDocuments(stack.jira, dialect)).toEqual([]);
  });
});
