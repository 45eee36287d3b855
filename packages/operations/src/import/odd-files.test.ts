import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { importFile } from './import-file.ts';
import { envText, rulesText } from './write-files.ts';

const jiralert = (more = '', password = 'pw') => `defaults:
  api_url: https://j.example
  user: u
  password: ${password}
receivers:
  - name: a
    project: OPS
    issue_type: Bug
${more}`;
const recipe = (more: string) => `from jira import JIRA
jira = JIRA(server="https://j.example", basic_auth=("u", "hunter2xyz"))
${more}
jira.create_issue(fields={"project": {"key": "OPS"}, "issuetype": {"name": "Bug"}})
`;
const imported = (source: string) => importFile(source) ?? expect.unreachable('it is neither');
const settings = (source: string) => Object.fromEntries(imported(source).env.map(({ name, value }) => [name, value]));
const route = (source: string) => imported(source).rules.routes[0];
const says = { envHead: [], rulesHead: [], note: ({ what }: { what: string }) => what };

describe('a jiralert.yml', () => {
  it.each([
    ['with a byte order mark', `\uFEFFreceivers:\n  - { name: a, project: OPS }\n`],
    ['with lines as Windows ends them', jiralert().replaceAll('\n', '\r\n')],
    ['whose key is quoted', `"receivers":\n  - { name: a, project: OPS }\n`],
  ])('%s is one', (_name, source) => {
    expect(route(source)).toMatchObject({ name: 'a', project: 'OPS' });
  });

  it('is read with anchors that are merged, as jiralert does', () => {
    const source = 'x: &x { project: OPS, issue_type: Bug }\nreceivers:\n  - { <<: *x, name: a }\n';

    expect(route(source)).toEqual({ name: 'a', project: 'OPS', issueType: 'Bug' });
    expect(imported(source).notes.filter(({ code }) => code === 'unknown_key')).toEqual([]);
  });

  it.each([
    ['0123456', '0123456'],
    ['1e3', '1e3'],
    ['yes', 'yes'],
    ['0x1F', '0x1F'],
    ['', ''],
    ['~', ''],
  ])('has the password %s as it is written', (written, read) => {
    expect(settings(jiralert('', written)).JIRA_PASSWORD).toBe(read);
  });

  it('keeps labels as they are written, and the kinds of values in fields', () => {
    const source = jiralert(
      '    static_labels: [007, yes]\n    fields: { customfield_1: 5, customfield_2: true }\n    add_group_labels: yes\n',
    );

    expect(route(source)).toMatchObject({ labels: ['007', 'yes'], fields: { customfield_1: 5, customfield_2: true } });
    expect(imported(source).notes.map(({ code }) => code)).toContain('group_labels');
  });

  it.each([
    ['8760h', '8760h'],
    ['100y', '3650d'],
    ['2w', '14d'],
    ['90m', '90m'],
    ['99999999m', '3650d'],
  ])('reopens within %s', (written, within) => {
    expect(route(jiralert(`    reopen_duration: ${written}\n`))?.reopenWithin).toBe(within);
  });

  it('leaves no Go template, wherever it stands', () => {
    const more = `    static_labels: [plain, '{{ .L }}']\n    components: ['{{ .C }}', Web]\n    wont_fix_resolution: '{{ .W }}'\n`;
    const source = jiralert(more).replace('project: OPS', "project: '{{ .P }}'").replace(': Bug', ": '{{ .T }}'");

    expect(JSON.stringify(imported(source).rules)).not.toContain('{{');
    expect(route(source)).toEqual({ name: 'a', labels: ['plain'], fields: { components: [{ name: 'Web' }] } });
    expect(imported(source).notes.flatMap(({ code, what }) => (code === 'go_template' ? [what] : []))).toEqual([
      'project',
      'issue_type',
      'wont_fix_resolution',
      'static_labels',
      'components',
    ]);
  });

  it('shows no password that stands in an address', () => {
    const source = jiralert('  - { name: b, project: X, api_url: "https://bob:s3cret-word@k.example/j" }\n');

    const text = rulesText(imported(source), says);
    expect(text).toContain('https://k.example/j');
    expect(text).not.toContain('s3cret-word');
  });

  it.each([
    ['receivers:\n  a: 1\n', /^receivers: .*array/],
    ['receivers: []\n', /^receivers: /],
    ['receivers:\n  - null\n', /^receivers\.0: .*object/],
    ['receivers:\n  - &r { name: a, fields: { x: *r } }\n', /alias|circular/i],
    [`receivers:\n\t- name: a\n`, /Tabs are not allowed/],
  ])('that is none is told by what is wrong with it: %j', (source, message) => {
    expect(() => importFile(source)).toThrow(message);
  });
});

describe('a script', () => {
  it('leaves no text in a comment that may be a secret', () => {
    const source =
      recipe(`requests.post("https://hooks.example/T0/s3cret-hook", headers={"Authorization": "Bearer s3cretbearer"})
send(x, 'inline-secret-1', "critical", "故障通知已经发送")
notify("https://oapi.example/robot/send?access_token=s3cret-token")`);
    const notes = imported(source)
      .notes.map(({ what }) => what)
      .join('\n');

    expect(notes).not.toMatch(/s3cret|secret-1/);
    expect(notes).toContain('https://hooks.example/…');
    expect(notes).toContain('"critical", "故障通知已经发送"');
  });

  it('with a text of megabytes, or a thousand brackets in each other, ends', () => {
    expect(route(recipe(`X = """${'a\\n'.repeat(200_000)}"""`))).toMatchObject({ project: 'OPS' });
    expect(route(recipe(`X = ${'['.repeat(20_000)}${']'.repeat(20_000)}`))).toMatchObject({ project: 'OPS' });
  });
});

it.each(["a'b", 'a"b', `a'b"c`, "a$b'c", "a\\n'b", 'a`b', 'a b#c', '中文 密码'])(
  'a .env gives back the password %s',
  (password) => {
    const source = jiralert('', JSON.stringify(password));

    expect(parseEnv(envText(imported(source), says)).JIRA_PASSWORD).toBe(password);
  },
);
