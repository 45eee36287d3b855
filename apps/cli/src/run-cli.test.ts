import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from './command-line/command.ts';
import { cliIn } from './testing/cli.ts';

const english = cliIn({ env: {} });
const chinese = cliIn({ env: { LANG: 'zh_CN.UTF-8' } });
const CHINESE = /[\u4e00-\u9fff]/;

describe('the command line', () => {
  it.each([[], ['help'], ['--help'], ['-h']])('tells what there is: %j', async (...argv) => {
    const { code, out } = await english(...argv);

    expect(code).toBe(0);
    for (const name of COMMANDS) expect(out).toContain(name);
  });

  it.each(COMMANDS)('%s --help tells every option in both languages', async (name) => {
    for (const [cli, isChinese] of [
      [english, false],
      [chinese, true],
    ] as const) {
      const { code, out } = await cli(name, '--help');
      expect(code).toBe(0);
      expect(out).toContain(`npm run cli -- ${name}`);
      const options = out.split('\n').filter((line) => line.startsWith('  --'));
      expect(options.length).toBeGreaterThanOrEqual(2);
      // Each has a text: no option was forgotten in one of the languages.
      for (const line of options) expect(line).toMatch(/^ {2}--\S+( <[^>]+>)? {2,}\S/);
      expect(CHINESE.test(out)).toBe(isChinese);
    }
  });

  it.each([
    [['nonsense'], 'validate'],
    [['find'], 'find'],
    [['find', 'a', 'b'], 'find'],
    [['pause'], 'until'],
    [['pause', '--until'], '--until'],
    [['pause', '--untl', '2h'], '--until'],
    [['pause', '--until', 'soon'], '30m'],
    [['explain'], 'event.json'],
    [['explain', 'no-such-file.json'], 'ENOENT'],
    [['replay'], '--all'],
    [['resume', 'now'], 'resume'],
  ])('%j is a usage error: exit code 2, and the answer says how', async (argv, hint) => {
    const env = { JIRA_URL: 'http://127.0.0.1:1', JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: 'Bug' };
    const { code, out, err } = await cliIn({ env })(...argv);

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(hint);
    expect((await cliIn({ env: { ...env, LC_ALL: 'zh_CN.UTF-8' } })(...argv)).err).toMatch(CHINESE);
  });

  it.each([
    [['validate'], {}, 'RULES_FILE'],
    [['explain', 'x'], {}, 'RULES_FILE'],
    [['doctor'], {}, 'JIRA_URL'],
    [['find', 'x'], {}, 'JIRA_URL'],
    [['doctor'], { JIRA_URL: 'http://j', JIRA_MAX_RPS: 'fast' }, 'JIRA_MAX_RPS'],
    [['explain', 'x'], { RULES_FILE: '/no/such.yaml' }, '/no/such.yaml'],
  ])('%j with wrong settings %j: exit code 78, and the name', async (argv, env, name) => {
    const { code, err } = await cliIn({ env })(...argv);

    expect(code).toBe(78);
    expect(err).toContain(name);
  });

  it('validate ends with 78 too when the rules are wrong, and names the line', async () => {
    const wrong = join(mkdtempSync(join(tmpdir(), 'guance-jira-rules-')), 'wrong.yaml');
    writeFileSync(wrong, 'routes:\n  - nam: x\n');
    const { code, out } = await cliIn({ env: {} })('validate', '--offline', '--rules', wrong);

    expect(code).toBe(78);
    expect(out).toContain('wrong.yaml:2:');
  });

  it('says in Chinese what is wrong with the rules, where the terminal speaks it', async () => {
    const wrong = join(mkdtempSync(join(tmpdir(), 'guance-jira-rules-')), 'wrong.yaml');
    writeFileSync(wrong, 'routes:\n  - { name: a, projekt: OPS, issueType: Task, group: fault }\n');
    const { out } = await cliIn({ env: { LANG: 'zh_CN.UTF-8' } })('validate', '--offline', '--rules', wrong);

    expect(out).toContain('没有 "projekt" 这个键 (是不是想写 "project"？)');
  });

  it('validate and explain say that recoveries are ignored where no route follows faults', async () => {
    const env = { JIRA_URL: 'http://127.0.0.1:1', JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: 'Bug' };
    const files = { 'ok.json': '{"df_event_id":"e","df_status":"ok"}' };
    const said = async (...argv: string[]) => [
      (await cliIn({ env, files })(...argv)).out,
      (await cliIn({ env: { ...env, JIRA_GROUP: 'fault' }, files })(...argv)).out,
    ];
    const [one = '', fault = ''] = await said('validate', '--offline');
    expect(one).toContain('default: one issue for each event, and recoveries are ignored');
    expect(fault).not.toContain('ignored');
    const [ignored = '', told = ''] = await said('explain', 'ok.json');
    expect(ignored).toContain('no route follows faults');
    expect(told).toContain('it goes to the issue of its fault');
  });

  it('tells failures as JSON too, on standard output', async () => {
    const { code, json, err } = await english('doctor', '--json');

    expect([code, err]).toEqual([78, '']);
    expect(json()).toMatchObject({ error: { message: expect.stringContaining('JIRA_URL') } });
  });

  it('says that Redis cannot be reached, and what to look at', async () => {
    const env = { JIRA_URL: 'http://127.0.0.1:1', REDIS_URL: 'redis://:hidden-word@127.0.0.1:1' };
    const { code, err } = await cliIn({ env })('find', 'event-1');

    expect(code).toBe(1);
    expect(err).toContain('ECONNREFUSED');
    expect(err).toContain('REDIS_URL');
    expect(err).not.toContain('hidden-word');
  });
});
