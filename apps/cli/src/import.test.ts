import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parseRules } from '@guance-jira/mapping';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliIn } from './testing/cli.ts';

/** The shape of the script in Guance's "异常事件与 Jira 联动", with what people add to it: dictionaries, conditions, other calls. */
const RECIPE = `# -*- coding: utf-8 -*-
import json
from jira import JIRA

jira_server = "http://jira.example.com:8080/jira/"
username = "alarm"
password = "the-secret-of-alarm"
project_key = 'OPS'
PEOPLE = {
    "db-1": "pacher",
    "web-*": "lina",  # a host of the web team
}
PRIORITIES = {"critical": "Highest", "error": "High", "warning": "Medium"}
ROOMS = {"a": 1}

@DFF.API('Create_JIRA_Issue_Reply')
def create_jira_issue_reply(**kwargs):
    jira = JIRA(server=jira_server, basic_auth=(username, password))
    event = json.dumps(kwargs)
    print(event)
    summary  = kwargs["df_title"]
    if kwargs.get("df_status") == "ok":
        return
    issue_dict = {
        'project': {'key': project_key},
        'summary': f"[{kwargs['df_workspace_name']}] {summary}",
        'description': kwargs["df_message"],
        'issuetype': {'name': '故障'},  # the type
        'assignee': {'name': PEOPLE.get(kwargs["host"], "boss")},
        'priority': {'name': PRIORITIES[kwargs["df_status"]]},
        'labels': ['guance', "func"],
        'duedate': date.today().isoformat(),
    }
    issue_dict['components'] = [{'name': 'Database'}]
    issue = jira.create_issue(fields=issue_dict)
    jira.add_comment(issue, "sent by the-secret-of-alarm")
    print(f"the key: {issue.key}")
`;

const JIRALERT = `
defaults:
  api_url: https://jiralert.atlassian.net/
  user: jiralert
  password: $(PASSWORD)
  issue_type: Bug
  priority: '{{ template "jira.priority" . }}'
  summary: '{{ template "jira.summary" . }}'
  reopen_state: "To Do"
  wont_fix_resolution: "Won't Fix"
  reopen_duration: 2w
  static_labels: ["custom"]
  other_projects: ["OTHER1"]
receivers:
  - name: 'jira-ab'
    project: AB
    static_labels: ["anotherLabel"]
    add_group_labels: true
  - name: 'jira-xy'
    project: XY
    issue_type: Task
    reopen_duration: 0h
    components: ['Operations']
    fields:
      customfield_10001: "Random text"
      customfield_10002: {"value": "red"}
    auto_resolve: { state: 'Done' }
    update_in_comment: true
    colour: blue
template: jiralert.tmpl
`;

describe('import', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'guance-jira-import-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const files = {
    'recipe.py': RECIPE,
    'jiralert.yml': JIRALERT,
    'else.txt': 'hello',
    'broken.yml': 'receivers:\n  - [',
    'gbk.py': RECIPE.replace('pacher', '\uFFFD\uFFFD'),
    'utf-16.yml': [...JIRALERT].join('\0'),
    'quotes.yml': JIRALERT.replace(/password: .*/, `password: "s3cret'with\\"both\`and"`),
  };
  const cli = cliIn({ env: {}, files });

  it("takes the constants and dictionaries of Guance's recipe, with a route for each entry", async () => {
    const to = mkdtempSync(join(dir, 'recipe-'));
    const { code } = await cli('import', 'recipe.py', '--to', to, '--yes');
    const rules = readFileSync(join(to, 'rules.yaml'), 'utf8');
    const { routes } = parseRules(rules, 'rules.yaml');

    expect(code).toBe(0);
    expect(parseEnv(readFileSync(join(to, '.env'), 'utf8'))).toEqual({
      JIRA_URL: 'http://jira.example.com:8080/jira',
      JIRA_USER: 'alarm',
      JIRA_PASSWORD: 'the-secret-of-alarm',
      RULES_FILE: 'rules.yaml',
    });
    expect(statSync(join(to, '.env')).mode & 0o777).toBe(0o600);
    expect(routes.map(({ name, match }) => [name, match])).toEqual([
      ['db-1', { 'tags.host': 'db-1' }],
      ['web', { 'tags.host': { exact: 'web-*' } }],
      ['everything', {}],
    ]);
    expect(routes[0]).toMatchObject({ project: 'OPS', issueType: '故障', group: 'fault' });
    for (const text of ['assignee: pacher', 'assignee: lina', 'assignee: boss', 'critical: Highest', 'name: Database'])
      expect(rules).toContain(text);
    expect(rules).toContain('summary: "[{{ df_workspace_name }}] {{ df_title }}"');
  });

  it('says of each thing that it could not take over what it was, and where', async () => {
    const { code, out } = await cli('import', 'recipe.py', '--to', dir);

    expect(code).toBe(0);
    for (const said of [
      'line 22: if kwargs.get("df_status") == "ok":',
      'line 36: jira.add_comment',
      'the dictionary ROOMS',
      'duedate = date.today().isoformat()',
    ])
      expect([said, out.includes(said)]).toEqual([said, true]);
    expect(out).toMatch(/# not converted, line 22/);
    expect(out).not.toContain('the-secret-of-alarm');
    expect(out).toContain('Nothing was written');
  });

  it('leaves no secret of a script in the rules, which are no secret', async () => {
    const to = mkdtempSync(join(dir, 'secret-'));
    await cli('import', 'recipe.py', '--to', to, '--yes');

    expect(readFileSync(join(to, 'rules.yaml'), 'utf8')).not.toContain('the-secret-of-alarm');
  });

  it('shows no password, however it has to be quoted', async () => {
    const { code, out } = await cli('import', 'quotes.yml', '--to', dir);

    expect(code).toBe(0);
    expect(out).not.toMatch(/s3cret|with.{0,3}both/);
  });

  it('takes the receivers of a jiralert.yml, and what it cannot know stands as a comment', async () => {
    const to = mkdtempSync(join(dir, 'jiralert-'));
    const { code, out } = await cli('import', 'jiralert.yml', '--to', to, '--yes');
    const [env, text] = ['.env', 'rules.yaml'].map((name) => readFileSync(join(to, name), 'utf8'));
    const rules = parseRules(text ?? '', 'rules.yaml');

    expect(code).toBe(0);
    expect(parseEnv(env ?? '')).toEqual({
      JIRA_URL: 'https://jiralert.atlassian.net',
      JIRA_USER: 'jiralert',
      JIRA_TOKEN: '',
      RULES_FILE: 'rules.yaml',
    });
    expect(env).toMatch(/# JIRA_TOKEN: .*PASSWORD.*\nJIRA_TOKEN=/);
    expect(rules.routes).toMatchObject([
      { name: 'jira-ab', project: 'AB', issueType: 'Bug', reopenWithinMs: 14 * 86_400_000, recover: null },
      { name: 'jira-xy', project: 'XY', issueType: 'Task', commentThrottleMs: 300_000 },
    ]);
    expect(rules.routes[1]).toMatchObject({
      recover: { transitions: ['Done', 'category:done'] },
      wontFix: ["Won't Fix"],
    });
    expect(rules.fallback).toMatchObject({ project: 'AB', issueType: 'Bug' });
    for (const said of [
      'jiralert.tmpl',
      'add_group_labels',
      'OTHER1',
      'To Do',
      'colour',
      'Alertmanager',
      'Go template',
    ])
      expect([said, out.includes(said), (text ?? '').includes(said)]).toEqual([said, true, true]);
  });

  it('writes over no file that is there', async () => {
    const to = mkdtempSync(join(dir, 'twice-'));
    await cli('import', 'recipe.py', '--to', to, '--yes');
    const { code, err } = await cli('import', 'jiralert.yml', '--to', to, '--yes');

    expect([code, err]).toEqual([1, expect.stringContaining(join(to, '.env'))]);
    expect(readFileSync(join(to, '.env'), 'utf8')).toContain('jira.example.com');
  });

  it('speaks Chinese where the terminal does', async () => {
    const { out } = await cliIn({ env: { LANG: 'zh_CN.UTF-8' }, files })('import', 'recipe.py', '--to', dir);

    expect(out).toContain('# 未能导入，第 22 行');
  });

  it('says what it wants where it gets something else', async () => {
    expect(await cli('import', 'else.txt')).toMatchObject({ code: 1, err: expect.stringContaining('create_issue') });
    expect(await cli('import', 'broken.yml')).toMatchObject({ code: 1, err: expect.stringContaining('broken.yml') });
    for (const name of ['gbk.py', 'utf-16.yml'])
      expect(await cli('import', name)).toMatchObject({ code: 1, err: expect.stringContaining('UTF-8') });
    expect(await cli('import', 'no-such-file')).toMatchObject({ code: 2, err: expect.stringContaining('ENOENT') });
  });
});
