import { describe, expect, it } from 'vitest';
import { importFile } from './import-file.ts';
import { readerOf, readValue } from './python-values.ts';

describe('a value of a script', () => {
  it.each([
    [`"a\\nb"`, { kind: 'text', text: 'a\nb' }],
    [`r'a\\nb'`, { kind: 'text', text: 'a\\nb' }],
    [`'''a\n"b"'''`, { kind: 'text', text: 'a\n"b"' }],
    [`"\\u6545\\u969c"`, { kind: 'text', text: '故障' }],
    [
      `("a"\n  "b")`,
      {
        kind: 'joined',
        parts: [
          { kind: 'text', text: 'a' },
          { kind: 'text', text: 'b' },
        ],
      },
    ],
    [`kwargs["df_title"]`, { kind: 'field', field: 'df_title' }],
    [`kwargs.get('df_title', '')`, { kind: 'field', field: 'df_title' }],
    [`str(kwargs['a'])`, { kind: 'field', field: 'a' }],
    [`NAME`, { kind: 'name', name: 'NAME' }],
    [`None`, { kind: 'none' }],
    [`12`, { kind: 'number', text: '12' }],
    [
      `[1, x.y(2), "b"]`,
      {
        kind: 'list',
        items: [
          { kind: 'number', text: '1' },
          { kind: 'unknown', source: 'x.y(2)' },
          { kind: 'text', text: 'b' },
        ],
      },
    ],
    [`a if b else c`, { kind: 'unknown', source: 'a if b else c' }],
    [`os.environ["TOKEN"]`, { kind: 'unknown', source: 'os.environ["TOKEN"]' }],
    [`"%s" % x`, { kind: 'unknown', source: '"%s" % x' }],
  ])('%s', (source, value) => {
    expect(readValue(readerOf(source))).toEqual(value);
  });

  it.each([
    '{',
    '{"a": ',
    '[',
    '("',
    'f"{',
    'f"{a',
    '{"a" "b"',
    'x[',
    'x.get(',
    '}}',
    '"',
    "'''",
    '\\',
    '{1:2,,}',
    '[,]',
  ])('that is broken ends: %j', (source) => {
    expect(readValue(readerOf(source)).kind).toBeTypeOf('string');
    expect(importFile(`JIRA(\n${source}`)?.from).toBe('recipe');
  });
});

const script = (lines: readonly string[]) => importFile(['from jira import JIRA', ...lines].join('\n'));

describe('a script', () => {
  it('with the placeholders of the recipe says that they are', () => {
    const found = script([
      'jira_server = "http://xxxxxx:8080/"',
      'username = "xxxx"',
      'password = "xxxxx"',
      'jira = JIRA(server=jira_server, basic_auth=(username, password))',
      "jira.create_issue(project='OPS', summary='x', issuetype={'name': 'Task'})",
    ]);

    expect(found?.notes.map(({ code, at }) => [code, at])).toEqual([
      ['placeholder', 'JIRA_URL'],
      ['placeholder', 'JIRA_USER'],
      ['placeholder', 'JIRA_PASSWORD'],
    ]);
    expect(found?.rules.routes).toEqual([{ name: 'everything', project: 'OPS', summary: 'x', issueType: 'Task' }]);
  });

  it('with a token for Cloud, taken from the environment', () => {
    const found = script([
      'jira = JIRA("https://x.atlassian.net", basic_auth=("bot@example.com", os.environ["API_TOKEN"]))',
      'jira.create_issue(fields={"project": "OPS", "issuetype": "Task"})',
    ]);

    expect(found?.env.map(({ name, value }) => [name, value])).toEqual([
      ['JIRA_URL', 'https://x.atlassian.net'],
      ['JIRA_USER', 'bot@example.com'],
      ['JIRA_TOKEN', ''],
    ]);
    expect(found?.notes).toEqual([{ code: 'from_environment', at: 'JIRA_TOKEN', what: 'API_TOKEN' }]);
  });

  it('with a personal access token needs no user', () => {
    const found = script([
      'jira = JIRA(server="http://j", token_auth="pat")',
      'jira.create_issue(fields={"project": "A"})',
    ]);

    expect(found?.env.map(({ name }) => name)).toEqual(['JIRA_URL', 'JIRA_TOKEN']);
  });

  it('whose project hangs on a field gets a route for each, and none for the rest where it had none', () => {
    const found = script([
      'PROJECTS = {"db": "DBA", "web": "WEB"}',
      'JIRA(server="http://j", token_auth="pat").create_issue(project=PROJECTS[kwargs["df_monitor_name"]], issuetype="Task")',
    ]);

    expect(found?.rules.routes).toEqual([
      { name: 'db', match: { df_monitor_name: 'db' }, project: 'DBA' },
      { name: 'web', match: { df_monitor_name: 'web' }, project: 'WEB' },
    ]);
    expect(found?.rules.defaults).toEqual({ group: 'fault', issueType: 'Task' });
    expect(found?.notes).toMatchObject([{ code: 'no_default', what: 'PROJECTS' }]);
  });
});
