/** `validate` before a Jira that has everything that can be wrong with a route, on Cloud and Data Center. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliIn } from '../../apps/cli/src/testing/cli.ts';
import { documentsAreThere, openContract } from '../contract/openapi.ts';
import { type Jira, startJira } from '../harness/index.ts';

const RULES_FILE = fileURLToPath(new URL('./rules.yaml', import.meta.url));
const SKIPPED = documentsAreThere ? '' : ' (skipped: no ../shared)';

const customFields = [
  { id: 'customfield_10010', name: 'Value' },
  { id: 'customfield_10020', name: 'Environment', type: 'option', options: ['Production', 'Test'] },
];
const projects = [
  { key: 'OPS', name: '运维', customFields },
  { key: 'SEALED', denied: ['CREATE_ISSUES'] },
  { key: 'STRICT', customFields: [{ id: 'customfield_10030', name: 'Team', required: true }] },
  { key: 'BARE', screenFields: ['summary', 'description'], denied: ['LINK_ISSUES'], customFields },
];

describe.each(['cloud', 'datacenter'] as const)('validate before %s', (dialect) => {
  let jira: Jira;
  beforeAll(async () => {
    jira = await startJira(dialect, { projects });
  });
  afterAll(() => jira.close());
  const people = dialect === 'cloud' ? { pacher: 'pacher@example.com', ghost: 'ghost@example.com' } : null;
  const cli = (...argv: string[]) => cliIn({ env: { ...jira.env, RULES_FILE } })(...argv);
  const routesOf = async (...argv: string[]) => {
    const { code, json } = await cli('validate', '--json', ...argv);
    const { routes } = json() as { routes: { name: string; checks: { code: string; level: string }[] }[] };
    const found = routes.map(({ name, checks }) => [
      name,
      checks.filter(({ level }) => level !== 'ok').map((one) => `${one.level} ${one.code}`),
    ]);
    return { code, routes: Object.fromEntries(found) as Record<string, string[]> };
  };

  it('tells of each route what Jira would refuse', async () => {
    const { code, routes } = await routesOf();

    // Cloud knows people by account id or e-mail, and these rules have Data Center's names.
    const unknownPerson = people === null ? [] : ['warn not_assignable'];
    expect(code).toBe(1);
    expect(routes).toEqual({
      quiet: [],
      fine: [...unknownPerson, 'unknown transition_unchecked'],
      'no project': ['bad project_missing'],
      'no type': ['bad type_missing'],
      'may not create': ['bad rights_missing'],
      'required field': ['bad field_required'],
      priority: ['warn priority_missing'],
      nobody: ['warn not_assignable'],
      choice: ['warn value_unknown'],
      'few fields': [
        ...['warn rights_useful', 'warn field_off_screen', 'warn field_unknown'],
        ...['warn priority_off_screen', 'warn labels_off_screen'],
      ],
      resolution: ['warn resolution_missing', 'unknown transition_unchecked'],
      fallback: [],
    });
  });

  it('shows a table, route by row, and below it what to do', async () => {
    const { out } = await cli('validate');

    expect(out).toMatch(/[✔!] +fine +OPS \/ 故障( +[✔!]){6} +·/);
    expect(out).toMatch(/✘ +no project +NOWHERE \/ 故障 +✘/);
    expect(out).toMatch(/no project\n.*there is no project NOWHERE[\s\S]*→ .*there are: .*OPS/);
    expect(out).toMatch(/required field\n.*Team \(customfield_10030\) is required[\s\S]*→ .*"Team": "…"/);
    expect(out).toMatch(/4 things would prevent issues from being created, \d+ would leave something out/);
  });

  it('says it in Chinese where the terminal does', async () => {
    const { out } = await cliIn({ env: { ...jira.env, RULES_FILE, LC_ALL: 'zh_CN.UTF-8' } })('validate');

    expect(out).toContain('没有项目 NOWHERE，或此账号无权查看');
    expect(out).toContain('4 处会导致建不了单');
  });

  it('is fine with what only lacks something, unless it is asked to be strict', async () => {
    const env = { ...jira.env, JIRA_PRIORITY: 'Blocker' };

    expect((await cliIn({ env })('validate')).code).toBe(0);
    expect((await cliIn({ env })('validate', '--strict')).code).toBe(1);
    expect((await cliIn({ env: jira.env })('validate', '--strict')).code).toBe(0);
  });

  it('does not call fine what no issue shows, and fails for it where it is asked to be strict', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'guance-jira-unproven-')), 'rules.yaml');
    await writeFile(file, 'routes: [{ name: r, project: OPS, issueType: 故障, group: fault, recover: {} }]');
    const own = cliIn({ env: { ...jira.env, RULES_FILE: file, LC_ALL: 'C.UTF-8' } });
    const { code, out } = await own('validate');

    expect(out).toMatch(/not proven from To Do, In Progress|not proven from 待办, 处理中/);
    expect(out).toContain('Jira would take what could be checked.');
    expect(out).toContain('The recovery of r is not proven');
    expect(code).toBe(0);
    expect((await own('validate', '--strict')).code).toBe(1);
  });

  it('looks at the transitions once there is an issue of ours', async () => {
    const login = Buffer.from(`${jira.env.JIRA_USER}:${jira.env.JIRA_TOKEN ?? jira.env.JIRA_PASSWORD}`).toString(
      'base64',
    );
    const made = await fetch(`${jira.url}/rest/api/2/issue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${login}` },
      body: JSON.stringify({
        fields: { project: { key: 'OPS' }, issuetype: { name: '故障' }, summary: 's', labels: ['guance-jira'] },
      }),
    });
    expect(made.status).toBe(201);

    const { routes } = await routesOf();

    expect(routes.fine).not.toContain('unknown transition_unchecked');
    // The issue stands in the first status, and nobody's in the second.
    expect(routes.resolution).toEqual([
      ...['warn resolution_missing', 'warn transition_missing', 'unknown recovery_unproven'],
    ]);
  });

  it('looks at each project and type that an event may choose', async () => {
    const rules = `
routes:
  - name: teams
    group: fault
    project: { template: "{{ tags.team }}", allow: [OPS, NOWHERE], else: SEALED }
    issueType: { template: "{{ tags.kind }}", allow: [故障, Nothing], else: 故障 }
`;
    const file = join(await mkdtemp(join(tmpdir(), 'guance-jira-teams-')), 'teams.yaml');
    await writeFile(file, rules);
    const { code, out } = await cliIn({ env: { ...jira.env, RULES_FILE: file } })('validate');

    expect(code).toBe(1);
    expect(out).toMatch(/✔ +teams +OPS \/ 故障/);
    expect(out).toMatch(/teams \(OPS \/ Nothing\)\n.*OPS has no issue type "Nothing"/);
    expect(out).toMatch(/teams \(NOWHERE \/ 故障, NOWHERE \/ Nothing\)\n.*there is no project NOWHERE/);
    expect(out.match(/there is no project NOWHERE/g)).toHaveLength(1);
    expect(out).toMatch(
      /teams \(SEALED \/ 故障, SEALED \/ Nothing\)\n.*the account does not have CREATE_ISSUES in SEALED/,
    );
    expect(out).toContain('3 things would prevent issues from being created');
  });

  it('looks up the people, groups and roles whom a route names by fixed texts', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'guance-jira-named-')), 'named.yaml');
    const pacher = dialect === 'cloud' ? 'pacher@example.com' : 'pacher';
    await writeFile(
      file,
      `
defaults: { project: OPS, issueType: 故障, group: fault }
routes:
  - name: wrong
    match: { df_title: a }
    watchers: [${pacher}, ghost]
    comments: { internal: true, visibility: { role: Nonesuch } }
  - { name: no group, match: { df_title: b }, comments: { visibility: { group: nobody } } }
  - { name: right, watchers: [${pacher}], comments: { visibility: { role: Developers } } }
`,
    );
    const { json } = await cliIn({ env: { ...jira.env, RULES_FILE: file } })('validate', '--json');
    const { routes } = json() as {
      routes: { name: string; checks: { level: string; code: string; text: string }[] }[];
    };
    const told = routes.map(({ checks }) =>
      checks
        .filter(({ level }) => level !== 'ok')
        .map(({ level, code, text }) => `${level} ${code} ${text.split(',')[0]}`),
    );

    expect(told).toEqual([
      [
        'warn named_unknown watchers: Jira does not know ghost',
        'warn named_unknown comments.visibility: Jira does not know Nonesuch',
        'warn internal_open comments are not internal in OPS',
      ],
      ['warn named_unknown comments.visibility: Jira does not know nobody'],
      [],
    ]);
  });

  it('asks once what many routes need, and changes nothing', async () => {
    const before = (await jira.requests()).length;
    await cli('validate');

    const asked = (await jira.requests()).slice(before).map(({ method, path }) => `${method} ${path}`);
    expect(asked.filter((one) => one.includes('/search') === false && !one.startsWith('GET '))).toEqual([]);
    const reads = asked.filter((one) => one.startsWith('GET '));
    expect(new Set(reads).size).toBe(reads.length);
  });

  it.skipIf(SKIPPED)(`asks as Atlassian's documents want it${SKIPPED}`, async () => {
    const contract = openContract(dialect);
    const sent = (await jira.requests()).filter(({ method, path }) => method === 'GET' || path.includes('search'));

    expect(sent.length).toBeGreaterThan(20);
    const unknown = sent.filter((request) => contract.operationOf(request) === null).map(({ path }) => path);
    expect(unknown.filter((path) => !path.includes('NOWHERE'))).toEqual([]);
    expect(
      sent.flatMap((request) => (contract.operationOf(request) === null ? [] : contract.faultsOf(request))),
    ).toEqual([]);
  });

  it('tries a refused login once, and says what to do', async () => {
    const before = (await jira.requests()).length;
    const env = { ...jira.env, RULES_FILE, JIRA_TOKEN: '', JIRA_PASSWORD: 'wrong-password' };
    const { code, err } = await cliIn({ env })('validate');

    expect(code).toBe(1);
    expect(err).toMatch(/401/);
    expect(err).not.toContain('wrong-password');
    const refused = (await jira.requests()).slice(before).filter(({ status }) => status === 401);
    expect(refused).toHaveLength(1);
  });

  it('waits where Jira asks to slow down', async () => {
    await jira.control('POST', '/faults', {
      path: 'meta',
      times: 1,
      skip: 2,
      action: { respond: { status: 429, headers: { 'Retry-After': '1' } } },
    });

    expect((await cliIn({ env: jira.env })('validate')).code).toBe(0);
  });

  it('tells of a variable that looks like a slip, also without Jira', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'guance-jira-slip-')), 'slip.yaml');
    await writeFile(
      file,
      'routes: [{ name: r, project: OPS, issueType: 故障, group: fault, summary: "{{ df_ttle }}" }]',
    );
    const own = cliIn({ env: { RULES_FILE: file, LC_ALL: 'C.UTF-8' } });
    const { code, out } = await own('validate', '--offline');

    expect(out).toContain('route r: alerts do not usually have {{ df_ttle }}; did you mean {{ df_title }}?');
    expect(code).toBe(0);
    expect((await own('validate', '--offline', '--strict')).code).toBe(1);
  });

  it('needs no Jira for the rules alone', async () => {
    const { code, out } = await cliIn({ env: { RULES_FILE } })('validate', '--offline');

    expect(code).toBe(0);
    expect(out).toContain('11 routes');
  });
});
