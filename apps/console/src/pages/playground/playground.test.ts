import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEvent, startTestConsole, type TestConsole } from '../../testing/console.ts';

const RULES = `defaults: { project: OPS, issueType: Bug, group: fault }
routes:
  - { name: db, match: { tags.host: "db-*" }, project: DBA }
  - name: rest
`;
const ALERT = JSON.stringify({
  df_event_id: 'e-1',
  df_status: 'critical',
  df_title: '<script>alert(1)</script>',
  df_message: '# Help\n<img src=x onerror=alert(1)> [x](javascript:alert(1))',
  df_dimension_tags: '{"host":"db-1"}',
});
const keys = keysFor('guance-jira');

describe.skipIf(SKIPPED !== '')(`the playground${SKIPPED}`, () => {
  const file = join(mkdtempSync(join(tmpdir(), 'console-playground-')), 'rules.yaml');
  let redis: TestRedis;
  let site: TestConsole;
  beforeAll(async () => {
    redis = await startRedis();
    writeFileSync(file, RULES);
    site = await startTestConsole(redis.url, {
      ...{ RULES_FILE: file, DASHBOARD_PASSWORD: 'long enough', DASHBOARD_READONLY_PASSWORD: 'to look only' },
    });
  });
  afterAll(async () => {
    await site.close();
    await redis.stop();
  });
  const ask = async (form?: Record<string, string>, path = '/playground', language = 'en') => {
    const headers = {
      ...{ accept: 'text/html', 'accept-language': language },
      authorization: `Basic ${Buffer.from('viewer:to look only').toString('base64')}`,
    };
    const answer = await fetch(
      site.url + path,
      form === undefined ? { headers } : { headers, method: 'POST', body: new URLSearchParams(form) },
    );
    return { status: answer.status, text: (await answer.text()).replaceAll('&quot;', '"') };
  };

  it('begins with the rules in force, and is open to who may only look', async () => {
    const { status, text } = await ask();

    expect(status).toBe(200);
    expect(text).toContain('name: db, match: { tags.host: "db-*" }');
    expect(text).toContain('Paste an alert as Guance sends it');
    expect((await ask(undefined, '/playground', 'zh')).text).toContain('试验场');
  });

  it('shows where an alert goes and why, the issue, and the request of both products', async () => {
    const { text } = await ask({ body: ALERT, rules: RULES });

    for (const said of [
      ...[
        'Route db takes it to DBA / Bug',
        'takes it: every condition of its match fits',
        '&lt;script>alert(1)&lt;/script>',
      ],
      ...['<h4>Help</h4>', '/rest/api/3/issue', '/rest/api/2/issue'],
    ])
      expect(text).toContain(said);
    expect(text).not.toMatch(/<script>|<img|href="javascript/);
  });

  it('goes by the copy that was edited, and names its mistakes by line', async () => {
    const moved = await ask({ body: ALERT, rules: RULES.replace('project: DBA', 'project: WEB') });
    const broken = await ask({ body: ALERT, rules: RULES.replace('project: DBA', 'projekt: DBA') });

    expect(moved.text).toContain('Route db takes it to WEB / Bug');
    expect(broken.text).toContain('The rules have 1 error');
    expect(broken.text).toMatch(/data-problems="\[\{"file":0,"line":3,"column":\d+,"message":"unknown key/);
    expect((await ask()).text).toContain('project: DBA');
  });

  it('says what the receiver would refuse, and what is too large', async () => {
    expect((await ask({ body: 'no json', rules: RULES })).text).toContain('The receiver would refuse this body');
    const large = await ask({ body: 'x'.repeat(1_100_000), rules: RULES });
    expect([large.status, large.text.includes('That is too large')]).toEqual([413, true]);
  });

  it('takes an event that came, and compares all that came lately', async () => {
    await addEvent(redis.port, 'came-1', { df_title: 'Came lately', df_dimension_tags: '{"host":"db-9"}' });
    await addEvent(redis.port, 'came-2', { df_title: 'Another' });
    await redis.client.zadd(keys.seen, 1, 'ev_came-1', 2, 'ev_came-2', 3, 'ev_gone');
    const taken = await ask({ take: 'came-1', rules: RULES });
    const unknown = await ask(undefined, '/playground?event=nobody');
    const changed = await ask({ action: 'change', rules: RULES.replace('db-*', 'web-*') });

    expect(taken.text).toContain('"df_title": "Came lately"');
    expect(taken.text).toContain('Route db takes it to DBA / Bug');
    expect(unknown.text).toContain('The event nobody is no longer kept.');
    expect(changed.text).toContain('1 of the last 2 events would change');
    expect(changed.text).toContain('href="/events/came-1"');
  });

  it('tells the editor what could stand at the cursor', async () => {
    const rules = 'routes:\n  - name: a\n    gr';
    const { text } = await ask({ rules, offset: String(rules.length) }, '/playground/complete');

    expect(JSON.parse(text)).toMatchObject({ from: rules.length - 2 });
    expect(text).toContain('"label":"group"');
  });

  it('writes nothing, and logs nothing of what was given', async () => {
    const before = await redis.client.dbsize();
    await ask({ body: ALERT, rules: RULES });
    await ask({ action: 'change', body: ALERT, rules: RULES });

    expect(await redis.client.dbsize()).toBe(before);
    expect(site.logged()).not.toContain('alert(1)');
  });

  it('is not tried by the page of another site', async () => {
    const answer = await fetch(`${site.url}/playground`, {
      method: 'POST',
      headers: {
        ...{ 'sec-fetch-site': 'cross-site' },
        authorization: `Basic ${Buffer.from('viewer:to look only').toString('base64')}`,
      },
      body: new URLSearchParams({ body: ALERT, rules: RULES }),
    });
    expect(answer.status).toBe(403);
  });

  it('serves its editor itself', async () => {
    for (const asset of ['editor.js', 'playground.js', 'editor/@codemirror/view.js', 'editor/style-mod.js'])
      expect((await ask(undefined, `/assets/${asset}`)).status, asset).toBe(200);
    expect((await ask(undefined, '/assets/editor/express.js')).status).toBe(404);
  });
});
