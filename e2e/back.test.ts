/** The round trip: an alert of Guance, its issue, what a person does to it, and what Guance is told of that. */
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACK_RULES, type GuanceLab, openGuanceLab } from './fault-life/guance-lab.ts';
import type { LogRecord } from './harness/index.ts';

const TOKEN = 'token-for-jira-0123456789';
const SECRET = 'secret-of-the-webhook-0123';

describe.concurrent.each([
  ['cloud', 'en'],
  ['datacenter', 'zh'],
] as const)('the way back from %s', (dialect, language) => {
  let lab: GuanceLab;
  beforeAll(async () => {
    lab = await openGuanceLab(BACK_RULES, {
      ...{ dialect, sandbox: { language } },
      receiverEnv: { JIRA_WEBHOOK_TOKENS: TOKEN, JIRA_WEBHOOK_SECRET: SECRET },
    });
  });
  afterAll(() => lab?.close());

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
    return lab.named('change handled', (line) => line.eventId === `jira:${identifier}` && line.waits !== true);
  }
  const restores = (ref: string) => lab.guance.control.state().restores.filter((one) => one.ref === ref);
  const mutesOf = (key: string) =>
    lab.guance.control.state().mutes.filter(({ description }) => description.startsWith(`${key} `));
  const wontFix = language === 'zh' ? '不予处理' : "Won't Do";

  it('done by a person: restored in Guance, and the recovery that follows changes nothing', {
    concurrent: false,
  }, async () => {
    const { objectId, ref, key } = await lab.burning();
    await lab.closedByPerson(key);
    const before = await lab.issue(key);

    expect(await told(key)).toMatchObject({ deeds: ['restored'], issueKey: key, route: 'all' });

    expect(lab.statusOf(objectId)).toBe('ok');
    const recovery = lab.guance.control.state().events.findLast((event) => event.df_monitor_checker_event_ref === ref);
    expect(await lab.named('event handled', ({ eventId }) => eventId === recovery?.df_event_id)).toMatchObject({
      ...{ outcome: 'ignored', reason: 'recovery: a person has closed the issue', issueKey: key },
    });
    expect([(await lab.issue(key)).status, await lab.comments(key)]).toEqual([before.status, []]);
    expect((await told(key)).deeds).toEqual([]);
    expect(restores(ref)).toHaveLength(1);
  });

  it('won’t fix: muted with an end, and lifted when it is reopened', { concurrent: false }, async () => {
    const { objectId, key } = await lab.burning();
    await lab.closedByPerson(key, wontFix);

    expect((await told(key)).deeds).toEqual(['muted']);
    expect(mutesOf(key)).toHaveLength(1);
    expect(lab.guance.control.fire(objectId).df_is_silent).toBe('true');

    await lab.byPerson(key, { by: 'lina', status: 'new' });
    expect((await told(key)).deeds).toEqual(['lifted']);
    expect(mutesOf(key)).toHaveLength(0);
  });

  it('a restore whose answer is lost is looked for, and not sent a second time', { concurrent: false }, async () => {
    const { ref, key } = await lab.burning();
    await lab.closedByPerson(key);
    lab.guance.control.fault({ path: 'restore', action: 'resetAfter' });

    expect((await told(key)).deeds).toEqual(['restored']);
    expect(restores(ref)).toHaveLength(1);
  });
});
