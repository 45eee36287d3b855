import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cliIn } from './testing/cli.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault }
people: { duty: dba@example.com }
routes:
  - { name: mysql, match: { df_monitor_checker_name: "/mysql/i" }, project: DBA, assignee: duty }
  - { name: others }
storm: { limit: 1, window: 10m }
`;
const EVENT = {
  df_event_id: 'event-1',
  df_status: 'critical',
  df_title: 'disk full',
  df_monitor_checker_name: 'disk',
  df_monitor_checker_id: 'rul_1',
  timestamp: 1_700_000_000,
};
const dir = mkdtempSync(join(tmpdir(), 'cli-explain-'));
afterAll(() => rmSync(dir, { recursive: true }));
const RULES_FILE = join(dir, 'rules.yaml');
writeFileSync(RULES_FILE, RULES);

const files = {
  'event.json': JSON.stringify(EVENT),
  'many.ndjson': [1, 2, 3]
    .map((n) =>
      JSON.stringify({
        ...EVENT,
        df_event_id: `event-${n}`,
        df_fault_id: `f${n % 2}`,
        df_dimension_tags: `{"host":"h${n % 2}"}`,
      }),
    )
    .join('\n'),
};
const cli = cliIn({ env: { RULES_FILE }, files });

describe('explain', () => {
  it('tells the route and why, in words', async () => {
    const { code, out } = await cli('explain', 'event.json', '--for', 'datacenter');

    expect(code).toBe(0);
    expect(out).toContain('✘ route mysql: df_monitor_checker_name is "disk", wanted /mysql/i');
    expect(out).toContain('✔ route others takes it');
    expect(out).toContain('→ OPS / 故障, by route others');
    expect(out).toContain('POST /rest/api/2/issue');
    expect(out).not.toContain('/rest/api/3/');
  });

  it('tells both requests unless it is known which Jira it is', async () => {
    const paths = async (env: Record<string, string>) => {
      const { out } = await cliIn({ env: { RULES_FILE, ...env }, files })('explain', 'event.json');
      return [...out.matchAll(/POST (\S+)/g)].map((found) => found[1]);
    };

    expect(await paths({})).toEqual(['/rest/api/3/issue', '/rest/api/2/issue']);
    expect(await paths({ JIRA_DEPLOYMENT: 'cloud' })).toEqual(['/rest/api/3/issue']);
  });

  it('says where Cloud would first be asked for an account', async () => {
    const { out } = await cli('explain', 'event.json', '--set', 'df_monitor_checker_name=MySQL 8', '--for', 'cloud');

    expect(out).toContain('→ DBA / 故障, by route mysql');
    expect(out).toContain('(Jira is first asked for the account of dba@example.com)');
    expect(out).toContain('"id": "<account id of dba@example.com>"');
  });

  it('counts what comes of many, and warns of a storm', async () => {
    const { code, out } = await cli('explain', 'many.ndjson');

    expect(code).toBe(0);
    expect(out).toContain('3 events would become 2 issues.');
    expect(out).toMatch(/others +3 +2 +OPS \/ 故障 +one per fault/);
    expect(out).toContain('one route gets more than 1 within 10 minutes');
    expect(out).not.toContain('event-1');
  });

  it('reads standard input, files and more files, and tells each where asked to', async () => {
    const { out } = await cliIn({ env: { RULES_FILE }, files, stdin: '{"df_title":"test"}' })(
      ...['explain', '-', 'event.json', 'many.ndjson', '--each'],
    );

    expect(out).toContain('5 events would become 3 issues.');
    expect(out).toMatch(/event-2 +disk full +OPS \/ 故障, by route others/);
    expect(out).toMatch(/- +— +test +no issue: not an event, but a test or a notice/);
  });

  it('names what it cannot read, and ends with 1', async () => {
    const { code, out } = await cliIn({ env: { RULES_FILE }, files: { ...files, bad: 'nonsense' } })(
      'explain',
      'event.json',
      'bad',
    );

    expect(code).toBe(1);
    expect(out).toContain('✘ bad: this is not JSON');
  });

  it('speaks Chinese', async () => {
    const { out } = await cliIn({ env: { RULES_FILE, LANG: 'zh_CN.UTF-8' }, files })('explain', 'many.ndjson');

    expect(out).toContain('3 条事件会建 2 张单。');
  });

  it('needs rules, and shows their mistakes by line', async () => {
    const wrong = join(dir, 'wrong.yaml');
    writeFileSync(wrong, 'routes:\n  - nam: x\n');
    const { code, err } = await cliIn({ env: {}, files })('explain', 'event.json', '--rules', wrong);

    expect(code).toBe(78);
    expect(err).toContain('wrong.yaml:2:');
  });
});
