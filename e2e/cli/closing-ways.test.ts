/** `validate` before a workflow with steps and a closing screen, on Cloud and Data Center. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliIn } from '../../apps/cli/src/testing/cli.ts';
import { documentsAreThere } from '../contract/openapi.ts';
import { refusedByDocuments } from '../contract/refused-by-documents.ts';
import { type Jira, startJira } from '../harness/index.ts';

const resolve = {
  id: '31',
  name: 'Resolve',
  to: 'Resolved',
  fields: { resolution: { required: true }, customfield_20001: { name: 'Root cause', type: 'text', required: true } },
};
const workflow = {
  start: 'Open',
  statuses: { Open: 'new', Working: 'indeterminate', Resolved: 'done', Cancelled: 'done' },
  transitions: {
    Open: [
      { id: '81', name: 'Cancel', to: 'Cancelled' },
      { id: '11', name: 'Start', to: 'Working' },
    ],
    Working: [resolve],
  },
};
const RULES = `
defaults: { project: ITSM, issueType: Incident, group: fault, labels: [] }
routes:
  - { name: by status, match: { df_title: a }, recover: { transition: [Resolved, category:done] } }
  - { name: by transition, match: { df_title: b }, recover: { transition: [Resolve] } }
  - { name: filled, recover: { transition: [Resolved], fields: { Root cause: "{{ df_event_reason }}" } } }
`;
const SKIPPED = documentsAreThere ? '' : ' (skipped: no ../shared)';

describe.each(['cloud', 'datacenter'] as const)('validate of a workflow on %s', (dialect) => {
  let jira: Jira;
  const file = join(tmpdir(), `guance-jira-ways-${process.pid}-${dialect}.yaml`);
  beforeAll(async () => {
    await writeFile(file, RULES);
    jira = await startJira(dialect, {
      language: 'en',
      projects: [{ key: 'ITSM', issueTypes: ['Incident'], workflow }],
    });
    // Nothing of ours: issues that people have made show the workflow too.
    await create();
    await jira.control('POST', `/issues/${await create()}/edit-as-person`, { status: 'Working' });
  });
  afterAll(() => jira?.close());

  async function create(): Promise<string> {
    const { JIRA_USER, JIRA_TOKEN, JIRA_PASSWORD } = jira.env;
    const login = Buffer.from(`${JIRA_USER}:${JIRA_TOKEN ?? JIRA_PASSWORD}`).toString('base64');
    const fields = { project: { key: 'ITSM' }, issuetype: { name: 'Incident' }, summary: 'by hand' };
    const made = await fetch(`${jira.url}/rest/api/${dialect === 'cloud' ? 3 : 2}/issue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${login}` },
      body: JSON.stringify({ fields }),
    });
    return ((await made.json()) as { key: string }).key;
  }

  it('shows the way of a recovery from each open status, and what its screens ask for', async () => {
    const { code, out, json } = await cliIn({ env: { ...jira.env, RULES_FILE: file, LC_ALL: 'C.UTF-8' } })(
      'validate',
      '--json',
    );
    const { routes } = json() as {
      routes: { name: string; checks: { topic: string; level: string; text: string }[] }[];
    };
    const told = routes.map(({ name, checks }) => [
      name,
      ...checks.filter(({ topic }) => topic === 'recovery').map(({ level, text }) => `${level} ${text}`),
    ]);

    expect([code, out]).toEqual([0, expect.any(String)]);
    const wanted = 'warn Resolve requires Root cause, so a recovery could not close the issue';
    const ways = [
      'ok from Working: Resolve → Resolved (seen on ITSM-2)',
      'ok from Open: Start → Working, Resolve → Resolved (seen on ITSM-1, ITSM-2)',
    ];
    expect(told).toEqual([
      ['by status', ...ways, wanted],
      [
        'by transition',
        ways[0],
        'warn from Open, nothing leads to Resolve (seen on ITSM-1): a recovery only adds a comment',
        wanted,
      ],
      [
        'filled',
        ...ways,
        'warn Resolve requires Root cause (customfield_20001), and {{ df_event_reason }} produces nothing if an alert has no suitable df_event_reason: such a recovery could not close the issue',
      ],
    ]);
  });

  it('shows it to people too, where the screen is filled', async () => {
    const { out } = await cliIn({ env: { ...jira.env, RULES_FILE: file, LC_ALL: 'zh_CN.UTF-8' } })('validate');

    expect(out).toMatch(/filled\n.*从“Working”：Resolve → Resolved（见 ITSM-2）/);
  });

  it.skipIf(!documentsAreThere)(`asks as the official document wants it${SKIPPED}`, async () => {
    expect(await refusedByDocuments(jira, dialect)).toEqual([]);
  });
});
