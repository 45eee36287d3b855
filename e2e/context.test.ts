/** What a new issue is given once it stands: log lines and the chart of its monitor, from Guance. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type GuanceLab, openGuanceLab } from './fault-life/guance-lab.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 2s, recover: {} }
routes:
  - name: all
    context:
      chart: true
      logs: { query: "L::re(\`.*\`):(\`message\`) { \`host\` = '{{ tags.host }}' }", lines: 3 }
`;

// Most of the time is a wait for what Guance may still write, so both kinds of Jira are waited for at once.
describe.concurrent.each(['cloud', 'datacenter'] as const)('what a new issue is given on %s', (dialect) => {
  let lab: GuanceLab;
  beforeAll(async () => {
    lab = await openGuanceLab(RULES, { dialect });
  });
  afterEach(async () => {
    lab.guance.control.clearFaults();
    await jira('PUT', '/settings', { attachments: { maxBytes: 1_000_000 } });
  });
  afterAll(() => lab?.close());

  const jira = (method: string, path: string, body: unknown) => lab.stack.jira.control(method, path, body);
  /** An alert whose issue stands, and lines of its host's log. */
  async function opened(lines: readonly string[] = []) {
    const host = `web-${randomUUID().slice(0, 8)}`;
    for (const [index, message] of lines.entries())
      lab.guance.control.log({ message, tags: { host }, agoMs: (lines.length - index) * 1000 });
    return (await lab.burning(host)).key;
  }
  const told = (message: string, key: string) => lab.named(message, ({ issueKey }) => issueKey === key);
  async function attached(key: string): Promise<{ filename: string; start: string }[]> {
    const { attachments } = await lab.issue(key);
    if (!Array.isArray(attachments)) return [];
    return attachments.map(({ filename, content }) => ({
      filename,
      start: Buffer.from(content, 'base64').subarray(1, 4).toString(),
    }));
  }
  const ONE_CHART = [{ filename: expect.stringMatching(/^guance-chart-\w+\.png$/), start: 'PNG' }];

  it('the last log lines and the chart, once each, without what is secret', { concurrent: false }, async () => {
    const key = await opened(['one', 'two {noformat} *three*', 'password=hunter2 {code} https://bot:pw@db/']);

    expect(await told('context added', key)).toMatchObject({ logs: 'added', chart: 'added', route: 'all' });

    const comments = await lab.comments(key);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.replaceAll('\u200b', '')).toMatch(
      /one.*two \{noformat\} \*three\*.*password=\[secret\] \{code\}/s,
    );
    expect(comments[0]).not.toMatch(/hunter2|bot:pw/);
    expect(await attached(key)).toEqual(ONE_CHART);
    const [asked] = lab.guance.control.requests('chart');
    expect(decodeURIComponent(String(asked?.path))).toContain('M::`cpu`');
  });

  it('the issue stands where attachments are forbidden, and it is told why there is none', {
    concurrent: false,
  }, async () => {
    await jira('PUT', '/settings', { attachments: 'forbidden' });
    const key = await opened(['one']);

    expect(await told('context left out', key)).toMatchObject({
      ...{ logs: 'added', chart: 'left_out' },
      reasons: [expect.stringMatching(/^chart: jira: .*403/)],
    });
    expect([await attached(key), (await lab.comments(key)).length]).toEqual([[], 1]);
  });

  it('a chart that is none is left out', { concurrent: false }, async () => {
    lab.guance.control.fault({
      path: 'chart',
      action: { respond: { status: 200, body: { code: 200, success: true } } },
    });
    const key = await opened(['one']);

    expect(await told('context left out', key)).toMatchObject({ reasons: [expect.stringContaining('no_picture')] });
    expect(await attached(key)).toEqual([]);
  });

  it('answers of Jira that are lost make no second comment and no second file', { concurrent: false }, async () => {
    await jira('POST', '/faults', { path: 'comment', method: 'POST', action: 'resetAfter' });
    await jira('POST', '/faults', { path: 'attachment', action: 'resetAfter' });
    const key = await opened(['one']);

    expect(await told('context added', key)).toMatchObject({ logs: 'added', chart: 'added' });
    expect([await attached(key), (await lab.comments(key)).length]).toEqual([ONE_CHART, 1]);
  });

  it('while Guance hangs, the issue stands, and so does the next', { concurrent: false }, async () => {
    lab.guance.control.fault({ path: 'query', times: 'forever', action: { hang: 'before' } });
    const first = await opened();
    const hangs = () =>
      lab.guance.control
        .requests('query')
        .find(({ status, body }) => status === null && JSON.stringify(body).includes('L::'));
    await lab.stack.waitFor('a question that hangs', hangs, 60_000);
    const second = await opened();

    expect([first === second, hangs() === undefined]).toEqual([false, false]);
    lab.guance.control.clearFaults();
    for (const key of [first, second]) expect(await told('context added', key)).toMatchObject({ logs: 'added' });
  });
});
