/** The round trip: an alert of Guance, its issue, what a person does to it, and what Guance is told of that. */
import { createHmac, randomUUID } from 'node:crypto';
import { type GuanceSandbox, startGuanceSandbox } from '@guance-jira/guance-sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultLab, openFaultLab } from './fault-life/lab.ts';
import type { LogRecord } from './harness/index.ts';

const WORKSPACE = 'wksp_e2e';
const KEY = 'key-of-the-workspace-e2e';
const TOKEN = 'token-for-jira-0123456789';
const SECRET = 'secret-of-the-webhook-0123';
const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 2s, reopenWithin: 24h, recover: {}, wontFix: ["Won't Do", 不予处理] }
routes: [{ name: all, back: { done: restore, wontFix: { mute: 7d } } }]
`;

describe.each([
  ['cloud', 'en'],
  ['datacenter', 'zh'],
] as const)('the way back from %s', (dialect, language) => {
  let guance: GuanceSandbox;
  let lab: FaultLab;
  beforeAll(async () => {
    guance = await startGuanceSandbox({ workspaceUuid: WORKSPACE, apiKey: KEY });
    lab = await openFaultLab(RULES, {
      ...{ dialect, sandbox: { language } },
      receiverEnv: { JIRA_WEBHOOK_TOKENS: TOKEN, JIRA_WEBHOOK_SECRET: SECRET },
      workerEnv: { GUANCE_API_URL: guance.url, GUANCE_API_KEYS: `${WORKSPACE}:${KEY}`, LOG_LEVEL: 'debug' },
    });
    guance.control.set({ webhookUrl: lab.stack.receivers[0]?.webhookUrl ?? null });
  });
  afterAll(async () => {
    await lab?.close();
    await guance?.close();
  });

  const named = (message: string, fits: (line: LogRecord) => boolean) =>
    lab.stack.waitFor(message, () => lab.stack.workers.flatMap(({ log }) => log.named(message)).find(fits), 100_000);
  /** An object of a host of its own whose alert has its issue. */
  async function burning() {
    const objectId = guance.control.watch({ monitor: 'cpu', tags: { host: `web-${randomUUID().slice(0, 8)}` } });
    const event = guance.control.fire(objectId);
    const line = await named('event handled', ({ eventId }) => eventId === event.df_event_id);
    expect(line.outcome).toBe('created');
    return { objectId, key: String(line.issueKey) };
  }
  /** As Jira tells of it, signed; and once more, as when its answer was lost. */
  async function told(key: string): Promise<LogRecord> {
    const { id } = await lab.issue(key);
    const body = JSON.stringify({
      ...{ webhookEvent: 'jira:issue_updated', issue: { id: String(id), key } },
      ...{ user: { accountId: 'lina', name: 'lina' }, changelog: { items: [{ field: 'status', fieldId: 'status' }] } },
    });
    const identifier = randomUUID();
    const headers = {
      'x-hub-signature': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
      'x-atlassian-webhook-identifier': identifier,
    };
    for (const status of ['queued', 'duplicate']) {
      const answer = await fetch(`${lab.stack.receiverUrl}/webhook/jira/${TOKEN}`, { method: 'POST', body, headers });
      expect([answer.status, await answer.json()]).toMatchObject([202, { accepted: [{ status }] }]);
    }
    return named('change handled', (line) => line.eventId === `jira:${identifier}` && line.waits !== true);
  }
  const stateOf = (objectId: string) => guance.control.state().objects.find(({ id }) => id === objectId);
  const mutesOf = (key: string) =>
    guance.control.state().mutes.filter(({ description }) => description.startsWith(`${key} `));
  const wontFix = language === 'zh' ? '不予处理' : "Won't Do";
  const close = (key: string, resolution?: string) =>
    lab.byPerson(key, { by: 'lina', status: 'done', ...(resolution === undefined ? {} : { resolution }) });

  it('done by a person: restored in Guance, and the recovery that follows changes nothing', async () => {
    const { objectId, key } = await burning();
    await close(key);
    const before = await lab.issue(key);

    expect(await told(key)).toMatchObject({ deeds: ['restored'], issueKey: key, route: 'all' });

    expect(stateOf(objectId)?.status).toBe('ok');
    const recovery = guance.control
      .state()
      .events.findLast((event) => event.df_monitor_checker_event_ref === stateOf(objectId)?.ref);
    expect(await named('event handled', ({ eventId }) => eventId === recovery?.df_event_id)).toMatchObject({
      ...{ outcome: 'ignored', reason: 'recovery: a person has closed the issue', issueKey: key },
    });
    expect([(await lab.issue(key)).status, await lab.comments(key)]).toEqual([before.status, []]);
    expect((await told(key)).deeds).toEqual([]);
    expect(guance.control.state().restores.filter(({ ref }) => ref === stateOf(objectId)?.ref)).toHaveLength(1);
  });

  it('won’t fix: muted with an end, and lifted when it is reopened', async () => {
    const { objectId, key } = await burning();
    await close(key, wontFix);

    expect((await told(key)).deeds).toEqual(['muted']);
    expect(mutesOf(key)).toHaveLength(1);
    expect(guance.control.fire(objectId).df_is_silent).toBe('true');

    await lab.byPerson(key, { by: 'lina', status: 'new' });
    expect((await told(key)).deeds).toEqual(['lifted']);
    expect(mutesOf(key)).toHaveLength(0);
  });

  it('a restore whose answer is lost is looked for, and not sent a second time', async () => {
    const { objectId, key } = await burning();
    await close(key);
    guance.control.fault({ path: 'restore', action: 'resetAfter' });

    expect((await told(key)).deeds).toEqual(['restored']);
    expect(guance.control.state().restores.filter(({ ref }) => ref === stateOf(objectId)?.ref)).toHaveLength(1);
  });
});
