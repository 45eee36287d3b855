import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rulesPrint, tellRules } from '@guance-jira/operations';
import { createTally, keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestConsole, type TestConsole } from '../../testing/console.ts';

const RULES = `routes:
  - name: db
    match: { tags.host: "db-*", level: [critical, error] }
    project: DBA
    issueType: Bug
    group: fault
  - { name: quiet, match: { df_title: "<b>x</b>" }, ignore: true, reason: "<b>nobody</b> there" }
`;
const BROKEN = RULES.replace('group: fault', 'group: each');
const keys = keysFor('guance-jira');

describe.skipIf(SKIPPED !== '')(`the page of the rules${SKIPPED}`, () => {
  const file = join(mkdtempSync(join(tmpdir(), 'console-rules-')), 'rules.yaml');
  let redis: TestRedis;
  let site: TestConsole | undefined;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(() => site?.close());
  afterAll(() => redis.stop());
  const page = async (language = 'en') => {
    site ??= await startTestConsole(redis.url, { RULES_FILE: file });
    const answer = await fetch(`${site.url}/routes`, { headers: { accept: 'text/html', 'accept-language': language } });
    return (await answer.text()).replaceAll('&quot;', '"');
  };
  const open = async (text: string) => {
    writeFileSync(file, text);
    site = await startTestConsole(redis.url, { RULES_FILE: file });
  };

  it('tells each route with its line, its conditions, where it leads, and how many it took', async () => {
    await open(RULES);
    const tally = createTally(redis.client, keys);
    tally.add({ outcome: 'created', route: 'db' }, 1, Date.now());
    tally.add({ outcome: 'created', route: 'of old' }, 1, Date.now() - 3_600_000 * 30);
    await tally.flush();
    const print = rulesPrint([{ name: 'elsewhere.yaml', text: RULES }]);
    await tellRules(redis.client, keys, 'worker-1', { print, since: Date.now() - 60_000, refused: null });
    const text = await page();

    for (const said of [
      ...[
        'tags.host: db-*',
        'level: [critical, error]',
        'DBA / Bug',
        'rules.yaml:2',
        'rules.yaml:7',
        '&lt;b>nobody&lt;/b> there',
      ],
      ...['df_title: &lt;b>x&lt;/b>', 'Events that no route takes are ignored.', 'uses them', '1 min ago'],
      ...['of old <span class="chip">no longer in the rules', '"label":"db"'],
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('<b>');
    expect(await page('zh')).toContain('使用中');
  });

  it('tells who refuses a change, since when and for which line, and shows the rules before', async () => {
    await open(RULES);
    const refused = { since: Date.now() - 120_000, problems: ['rules.yaml:6:12: routes[0].group: expected one of'] };
    await tellRules(redis.client, keys, 'worker-2', { print: 'p', since: Date.now() - 7_200_000, refused });
    const text = await page();

    expect(text).toContain('rejects the file');
    expect(text).toContain('rules.yaml:6:12: routes[0].group');
    expect(text).toContain('2 min ago');
  });

  it('names the mistakes of a file that no worker has taken yet', async () => {
    await redis.client.del(keys.rules);
    await open(BROKEN);
    const text = await page();

    expect(text).toContain('The rules file has 1 error.');
    expect(text).toMatch(/rules\.yaml:6:5<\/code>/);
    expect(text).toContain('No worker reports which rules it uses');
  });
});
