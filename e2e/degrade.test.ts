/** What a Jira refuses of one route: the issue is made with less and says so, other routes go on, and no request is in vain. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxIssue, type SandboxRequest, type Stack, sampleEvent, startStack } from './harness/index.ts';

const ALL_FIELDS = ['project', 'issuetype', 'summary', 'description', 'priority', 'labels', 'assignee'];
const PROJECTS = [
  { key: 'OPS' },
  { key: 'NOLABEL', screenFields: ALL_FIELDS.filter((field) => field !== 'labels') },
  { key: 'ASSIGNED', allowUnassigned: false },
  // Which fields an issue has is not told to this account.
  { key: 'VEILED', createMeta: 403 },
];

/** Routes by the first word of the title, each with something that this Jira refuses. */
const rulesFor = ({ lina, pacher }: { lina: string; pacher: string }) => `
defaults: { project: OPS, issueType: 故障, group: event, priority: High, labels: [observer], summary: "{{ df_title }}" }
routes:
  - { name: priority, match: { df_title: "priority*" }, priority: Sky }
  - { name: assignee, match: { df_title: "assignee*" }, assignee: ${lina} }
  - { name: labels, match: { df_title: "labels*" }, project: NOLABEL }
  - { name: custom, match: { df_title: "custom*" }, fields: { customfield_99999: "{{ df_event_id }}" } }
  - { name: veiled, match: { df_title: "veiled*" }, project: VEILED, fields: { customfield_99999: "{{ df_event_id }}" } }
  - { name: together, match: { df_title: "together*" }, project: NOLABEL, priority: Sky, assignee: ${lina}, fields: { customfield_99999: x } }
  - { name: type, match: { df_title: "type*" }, issueType: Nonsense }
  - { name: project, match: { df_title: "project*" }, project: NOPE }
  - { name: nobody, match: { df_title: "nobody*" }, project: ASSIGNED }
  - { name: dropped, match: { df_title: "dropped*" }, assignee: ${pacher} }
  - { name: good, match: { df_title: "good*" } }
unmatched: ignore
fallback: { project: OPS, issueType: Task }
`;

describe.each(['cloud', 'datacenter'] as const)('a route of which %s refuses a part', (dialect) => {
  let stack: Stack;
  const person = (name: string) => (dialect === 'cloud' ? `${name}@example.com` : name);
  const rules = rulesFor({ lina: person('lina'), pacher: person('pacher') });
  beforeAll(async () => {
    stack = await startStack({ dialect, sandbox: { projects: PROJECTS }, started: false });
    await stack.jira.control('PUT', '/settings', { unassignable: ['lina'] });
    await startWith(stack, rules);
  });
  afterAll(() => stack?.close());

  // Cloud is asked for a person by e-mail before the create, so that none is refused for it.
  const personPosts = dialect === 'cloud' ? 1 : 2;
  it.each<[string, RegExp[], number, number]>([
    ['priority', [/优先级 Sky 无法设置/], 2, 1],
    ['assignee', [/经办人 lina\S* 无法分配/], personPosts, 1],
    ['labels', [/标签 observer 无法设置/], 2, 1],
    ['together', [/优先级 Sky/, /经办人 lina/, /标签 observer/, /字段 customfield\\*_99999/], 2, 1],
    ['type', [/无法按路由 type 在 OPS \/ Nonsense 中创建/], 2, 2],
    ['project', [/无法按路由 project 在 NOPE \/ 故障 中创建/], 2, 2],
    ['nobody', [/无法按路由 nobody 在 ASSIGNED \/ 故障 中创建/], 2, 2],
  ])('%s: the issue is there and says so, with no POST in vain', async (route, notes, first, later) => {
    for (const posts of [first, later]) {
      const { issue, creates } = await handled(stack, { df_title: `${route} ${posts}` });

      for (const note of notes) expect(JSON.stringify(issue.description)).toMatch(note);
      expect(creates.map(({ status }) => status)).toEqual([...Array(posts - 1).fill(400), 201]);
    }
  });

  it.each([
    ['is not sent', 'custom', [1, 1, 1, 1]],
    ['is refused twice, then left out, where Jira does not tell its fields', 'veiled', [2, 2, 1, 1]],
  ])('a custom field off the screen, with a new value each time, %s', async (_, route, expected) => {
    const posts = [];
    for (const count of [1, 2, 3, 4]) {
      const { issue, creates } = await handled(stack, { df_title: `${route} ${count}` });
      expect(JSON.stringify(issue.description)).toMatch(/字段 customfield\\*_99999 无法设置/);
      posts.push(creates.length);
    }

    expect(posts).toEqual(expected);
  });

  it('counts what its issues go without', async () => {
    await handled(stack, { df_title: 'priority once more' });
    const metrics = await metricsOf(stack);

    expect(metrics).toMatch(
      /guance_jira_rejected_fields_total\{[^}]*route="priority"[^}]*field="priority"[^}]*\} [1-9]/,
    );
    expect(metrics).not.toMatch(/rejected_fields_total\{[^}]*route="good"/);
  });

  it('a person whom it leaves out of a create without a word is assigned afterwards', async () => {
    await stack.jira.control('PUT', '/settings', { dropAssignee: true });
    for (const title of ['dropped 1', 'dropped 2'])
      expect((await handled(stack, { df_title: title })).issue).toMatchObject({ assignee: 'pacher' });
    const asked = (await stack.jira.requests()).filter(({ kind }) => kind === 'get' || kind === 'assign');

    // Looked at once, then known.
    expect(asked.slice(-3).map(({ method }) => method)).toEqual(['GET', 'PUT', 'PUT']);
    await stack.jira.control('PUT', '/settings', { dropAssignee: false });
  });

  it('over-long everything is cut before it is sent', async () => {
    const tags = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`tag${index}`, 'v'.repeat(100)]));
    const long = {
      df_title: `good ${'长'.repeat(5000)}`,
      df_message: '* *磁盘* <b>{code}</b> 🔥\n'.repeat(8000),
      df_dimension_tags: JSON.stringify(tags),
      df_workspace_name: 'w'.repeat(1000),
    };
    const { issue, creates } = await handled(stack, long);

    expect(creates.map(({ status }) => status)).toEqual([201]);
    expect(String(issue.summary).length).toBeLessThanOrEqual(254);
    expect(JSON.stringify(issue.description)).toContain('内容过长，已截断');
  });

  it('a project in which the account may not create fails its events in the words of Jira; others go on without a pause', async () => {
    const words = 'You do not have permission to create issues in this project.';
    const respond = { status: 403, body: { errorMessages: [words], errors: {} } };
    await startWith(stack, rules.replace(/^fallback.*$/m, ''));
    await stack.jira.control('POST', '/faults', { path: 'create', times: 1, action: { respond } });
    const forbidden = sampleEvent({ df_title: 'priority forbidden' });
    await stack.send(forbidden);

    expect(await outcomeOf(stack, forbidden.df_event_id)).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining(words),
    });
    expect((await handled(stack, { df_title: 'good after all' })).creates).toHaveLength(1);
    expect(createsOf(await stack.jira.requests(), forbidden.df_event_id)).toHaveLength(1);
    expect(stack.worker.log.named('jira forbids everything')).toEqual([]);
    expect(await metricsOf(stack)).not.toMatch(/guance_jira_paused\{.*\} 1/);
  });
});

describe('a Data Center on an old MySQL', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ dialect: 'datacenter', sandbox: { mysqlUtf8: true } });
  });
  afterAll(() => stack?.close());

  it('gets text without four-byte characters after one refusal, and the issue says so', async () => {
    for (const posts of [2, 1]) {
      const { issue, creates } = await handled(stack, { df_title: `磁盘 🔥 ${posts}`, df_message: '𠮷野家 🔥' });

      expect(issue.summary).toBe(`磁盘 \uFFFD ${posts} · host = share`);
      expect(JSON.stringify(issue.description)).toMatch(/\uFFFD野家.*四字节字符/);
      expect(creates).toHaveLength(posts);
    }
    const { issue } = await handled(stack, { df_title: 'plain', df_message: '磁盘' });
    expect(JSON.stringify(issue.description)).not.toContain('四字节字符');
  });
});

async function startWith(stack: Stack, rules: string): Promise<void> {
  const file = join(stack.dir, 'rules.yaml');
  await writeFile(file, rules);
  stack.worker.env.RULES_FILE = file;
  if (stack.worker.child) await stack.worker.stop();
  else await stack.receiver.start();
  await stack.worker.start();
}

async function metricsOf({ worker }: Stack): Promise<string> {
  return (await fetch(`http://127.0.0.1:${worker.env.WORKER_PORT}/metrics`)).text();
}

async function outcomeOf(stack: Stack, id: string) {
  return stack.waitFor(`the outcome of ${id}`, () =>
    stack.worker.log.named('event handled').find(({ eventId }) => eventId === id),
  );
}

/** Sends an event and gives the issue it became, with the creates that it took. */
async function handled(
  stack: Stack,
  changes: Record<string, unknown>,
): Promise<{ issue: SandboxIssue; creates: SandboxRequest[] }> {
  const event = sampleEvent(changes);
  await stack.send(event);
  const line = await outcomeOf(stack, event.df_event_id);
  expect(line).toMatchObject({ outcome: 'created' });
  const issue = (await stack.jira.issues()).find(({ key }) => key === line.issueKey);
  if (!issue) throw new Error(`no issue ${line.issueKey}`);
  return { issue, creates: createsOf(await stack.jira.requests(), event.df_event_id) };
}

function createsOf(requests: readonly SandboxRequest[], eventId: string): SandboxRequest[] {
  return requests.filter(({ kind, body }) => kind === 'create' && JSON.stringify(body).includes(eventId));
}
