/** What a value of the rules becomes in a Jira that says what its fields are, and in one that does not say it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsAreThere } from './contract/openapi.ts';
import { refusedByDocuments } from './contract/refused-by-documents.ts';
import { type SandboxRequest, type Stack, sampleEvent, startStack } from './harness/index.ts';

const FIELDS = {
  customfield_1: { name: 'Disk usage', type: 'number' },
  customfield_2: { name: 'Steps', type: 'textarea' },
  customfield_3: { name: 'Tier', type: 'select', options: ['gold', 'silver'] },
  customfield_4: { name: 'Parts', type: 'multiselect', options: ['disk', 'cpu', 'Mem, swap'] },
  customfield_5: { name: '备注', type: 'text' },
  customfield_6: { name: 'Unit', type: 'cascading', options: { IT: ['Ops', 'Net'] } },
  customfield_7: { name: 'Owner', type: 'user' },
  customfield_8: { name: 'Since', type: 'date' },
  customfield_9: { name: 'Sprint', type: 'sprint' },
  environment: {},
  components: { options: ['Store', 'Web'] },
};

const SPRINTS = [
  { id: 6, name: 'Ops sprint 8', state: 'closed' },
  { id: 7, name: 'Ops sprint 9', state: 'active' },
];

type Case = [name: string, fields: string, tags: object, sent: object];
const cases = (account: string, person: object, isCloud: boolean): Case[] => [
  ['number', '{ disk usage: "{{ tags.v }}" }', { v: '97.5' }, { customfield_1: 97.5 }],
  ['no number', '{ Disk usage: "{{ tags.v }}" }', { v: 'unknown' }, {}],
  ['nothing', '{ Disk usage: "{{ tags.absent }}" }', {}, {}],
  ['choice', '{ Tier: "{{ tags.v }}" }', { v: 'GOLD' }, { customfield_3: { value: 'gold' } }],
  ['no choice', '{ Tier: "{{ tags.v }}" }', { v: 'bronze' }, {}],
  ['list', '{ Parts: "{{ tags.v }}" }', { v: 'cpu, disk' }, { customfield_4: [{ value: 'cpu' }, { value: 'disk' }] }],
  ['whole', '{ Parts: "{{ tags.v }}" }', { v: 'mem, swap' }, { customfield_4: [{ value: 'Mem, swap' }] }],
  ['json', '{ Parts: "{{ tags.v }}" }', { v: '["disk"]' }, { customfield_4: [{ value: 'disk' }] }],
  ['name in Chinese', '{ 备注: "on {{ tags.v }}" }', { v: 'db-1' }, { customfield_5: 'on db-1' }],
  ['cascade', '{ Unit: "it / net" }', {}, { customfield_6: { value: 'IT', child: { value: 'Net' } } }],
  ['duty', '{ Owner: "{{ tags.v }}" }', { v: 'duty' }, { customfield_7: person }],
  ['account', `{ Owner: ${account} }`, {}, { customfield_7: person }],
  ['day', '{ Since: "{{ tags.v }}" }', { v: '1791405000' }, { customfield_8: '2026-10-08' }],
  ['sprint', '{ Sprint: "{{ tags.v }}" }', { v: '7' }, { customfield_9: 7 }],
  ['sprint by name', '{ Sprint: "{{ tags.v }}" }', { v: 'ops sprint 9' }, { customfield_9: 7 }],
  ['sprint that is over', '{ Sprint: "{{ tags.v }}" }', { v: 'Ops sprint 8' }, {}],
  [
    'components',
    '{ components: [{ name: "{{ tags.v }}" }] }',
    { v: 'web,store' },
    { components: [{ name: 'Web' }, { name: 'Store' }] },
  ],
  [
    'environment',
    '{ environment: "{{ tags.v }}" }',
    { v: 'rack 7' },
    { environment: isCloud ? expect.objectContaining({ type: 'doc' }) : 'rack 7' },
  ],
  ['no field', '{ Nonesuch: x, 备注: y }', {}, { customfield_5: 'y' }],
];
const OWN = ['project', 'issuetype', 'summary', 'description', 'labels', 'priority', 'assignee'];

const SKIPPED = documentsAreThere ? '' : ' (skipped: no ../shared)';

describe.each(['cloud', 'datacenter'] as const)('a value of the rules on %s', (dialect) => {
  let stack: Stack;
  const isCloud = dialect === 'cloud';
  const account = isCloud ? '5b10a2844c20165700ede21g' : 'pacher';
  const all = cases(account, isCloud ? { accountId: account } : { name: account }, isCloud);
  beforeAll(async () => {
    const projects = [
      { key: 'OPS', fields: FIELDS },
      { key: 'VEILED', fields: FIELDS, createMeta: 403 },
    ];
    stack = await startStack({
      dialect,
      sandbox: { projects, sprints: SPRINTS },
      started: false,
      workerEnv: { JIRA_TIMEOUT_MS: '2000' },
    });
    const routes = all.map(
      ([name, fields]) => `  - { name: ${name}, match: { df_title: "${name}" }, fields: ${fields} }`,
    );
    const rules = `
defaults: { project: OPS, issueType: 故障, group: event, language: en, summary: "{{ df_title }}", timezone: Asia/Shanghai }
people: { duty: ${account} }
routes:
${routes.join('\n')}
  - { name: veiled, match: { df_title: "veiled" }, project: VEILED, fields: { customfield_5: as it is, customfield_1: 5 } }
  - { name: silent, match: { df_title: "silent" }, issueType: Task, fields: { customfield_5: as it is } }
`;
    const file = join(stack.dir, 'rules.yaml');
    await writeFile(file, rules);
    stack.worker.env.RULES_FILE = file;
    await stack.receiver.start();
    await stack.worker.start();
  });
  afterAll(() => stack?.close());

  it.each(all)('%s, as %s', async (name, _fields, tags, sent) => {
    expect(fieldsOf(await createOf(name, tags))).toEqual(sent);
  });

  it('of a project whose fields the account may not know goes as it is', async () => {
    expect(fieldsOf(await createOf('veiled', {}))).toEqual({ customfield_5: 'as it is', customfield_1: 5 });
  });

  it('goes as it is when the question for the fields gets no answer', async () => {
    await stack.jira.control('POST', '/faults', { path: 'createmeta', times: 'forever', action: { hang: 'before' } });
    expect(fieldsOf(await createOf('silent', {}))).toEqual({ customfield_5: 'as it is' });
  });

  it.skipIf(!documentsAreThere)(`is asked for as the official document wants it${SKIPPED}`, async () => {
    expect(await refusedByDocuments(stack.jira, dialect)).toEqual([]);
  });

  /** The only create that the event's issue took. */
  async function createOf(name: string, tags: object): Promise<SandboxRequest> {
    const event = sampleEvent({ df_title: name, df_dimension_tags: JSON.stringify(tags) });
    await stack.send(event);
    await stack.waitFor(`the outcome of ${name}`, () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === event.df_event_id),
    );
    const made = (await stack.jira.requests()).filter(
      ({ kind, body }) => kind === 'create' && JSON.stringify(body).includes(event.df_event_id),
    );
    expect(made.map(({ status }) => status)).toEqual([201]);
    return made[0] as SandboxRequest;
  }
});

function fieldsOf({ body }: SandboxRequest): Record<string, unknown> {
  const fields: Record<string, unknown> = Object(Reflect.get(Object(body), 'fields'));
  return Object.fromEntries(Object.entries(fields).filter(([id]) => !OWN.includes(id)));
}
