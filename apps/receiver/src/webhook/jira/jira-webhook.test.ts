import { createHmac } from 'node:crypto';
import { ChangeJob, changeJobId, keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis, until } from '@guance-jira/testing';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, startTestReceiver, type TestReceiver, TOKEN, temporaryDir } from '../../testing/receiver.ts';

const JIRA = 'token-of-jira-0123456789';
const SECRET = 'a-secret-of-the-webhook';
const BODY = JSON.stringify({
  ...{ webhookEvent: 'jira:issue_updated', issue: { id: '10001', key: 'OPS-1', fields: { summary: 'private words' } } },
  ...{ user: { accountId: 'lina' }, changelog: { items: [{ field: 'status', fieldId: 'status' }] } },
});
const signed = (body: string, secret = SECRET) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe.skipIf(SKIPPED !== '')(`the door for changes in Jira${SKIPPED}`, () => {
  const keys = keysFor('guance-jira');
  let redis: TestRedis;
  let dir: ReturnType<typeof temporaryDir>;
  const receivers: TestReceiver[] = [];
  beforeEach(async () => {
    dir = temporaryDir();
    redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
    await redis.stop();
    dir.remove();
  });

  const start = async (env: Record<string, string> = { JIRA_WEBHOOK_TOKENS: JIRA }) => {
    const receiver = await startTestReceiver(redis.url, { SPOOL_DIR: dir.path, ...env });
    receivers.push(receiver);
    const send = (headers: Record<string, string> = {}, { token = JIRA, body = BODY } = {}) =>
      answerOf(fetch(`${receiver.url}/webhook/jira/${token}`, { method: 'POST', body, headers }));
    return { ...receiver, tell: send };
  };
  const jobs = async () => {
    const queue = new Queue(QUEUE_NAME, { connection: redis.client, prefix: keys.bullPrefix, skipVersionCheck: true });
    const found = await queue.getJobs(['waiting', 'prioritized']);
    return found.filter(({ id }) => id?.startsWith('jira_'));
  };

  it('is not there unless somebody asks for it', async () => {
    const { tell } = await start({});

    expect((await tell()).status).toBe(404);
  });

  it('keeps a change durably, as a hint without words or people, behind every alert, and not among the alerts', async () => {
    const { tell, logged } = await start();

    const answer = await tell({ 'x-atlassian-webhook-identifier': 'delivery-1' });

    expect([answer.status, answer.json.accepted]).toEqual([202, [{ eventId: 'jira:delivery-1', status: 'queued' }]]);
    const [job] = await jobs();
    expect(job).toMatchObject({ id: changeJobId({ eventId: 'jira:delivery-1' }), name: 'Jira: OPS-1', priority: 3 });
    expect(ChangeJob.parse(job?.data).event).toEqual({
      issueId: '10001',
      issueKey: 'OPS-1',
      by: 'lina',
      fields: ['status'],
    });
    expect(await redis.client.zcard(keys.seen)).toBe(0);
    expect(JSON.stringify(job?.data) + logged()).not.toContain('private words');
    expect(logged()).not.toContain(JIRA);
  });

  it('takes what Jira sends again once, and what has no identifier each time', async () => {
    const { tell } = await start();
    const identified = { 'x-atlassian-webhook-identifier': 'delivery-1' };

    const answers = [await tell(identified), await tell(identified), await tell(), await tell()];

    expect(answers.map(({ json }) => json.accepted?.[0]?.status)).toEqual(['queued', 'duplicate', 'queued', 'queued']);
    expect(await jobs()).toHaveLength(3);
  });

  it('opens to its own tokens alone', async () => {
    const { tell, send } = await start();

    expect((await tell({}, { token: TOKEN })).json.error?.code).toBe('unauthorized');
    expect((await send({ df_event_id: 'e', df_status: 'ok' }, { token: JIRA })).json.error?.code).toBe('unauthorized');
    expect(await jobs()).toHaveLength(0);
  });

  it('takes only what is signed, where there is a secret', async () => {
    const { tell } = await start({ JIRA_WEBHOOK_TOKENS: JIRA, JIRA_WEBHOOK_SECRET: SECRET });

    const statuses = [];
    for (const signature of [
      '',
      'sha256=00',
      signed(BODY, 'another-secret-of-a-webhook'),
      signed(`${BODY} `),
      signed(BODY),
    ])
      statuses.push((await tell(signature === '' ? {} : { 'x-hub-signature': signature })).status);

    expect(statuses).toEqual([401, 401, 401, 401, 202]);
    expect(await jobs()).toHaveLength(1);
  });

  it('takes what tells of no issue for no news, and refuses what is no JSON', async () => {
    const { tell } = await start();

    const none = await tell({}, { body: '{"webhookEvent":"project_created"}' });
    expect([none.status, none.json.accepted]).toEqual([202, []]);
    expect((await tell({}, { body: 'key: OPS-1' })).json.error?.code).toBe('invalid_json');
  });

  it('keeps changes on disk while Redis is away, and queues them when it is back', async () => {
    const { tell } = await start();
    await tell();
    await redis.kill();

    const answer = await tell({ 'x-atlassian-webhook-identifier': 'away' });
    expect([answer.status, answer.json.accepted?.[0]?.status]).toEqual([202, 'spooled']);

    await redis.restart();
    await until(async () => (await jobs()).some(({ id }) => id === changeJobId({ eventId: 'jira:away' })));
  });
});
