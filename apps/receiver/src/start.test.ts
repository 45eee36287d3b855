import { keysFor, readRefused } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { alert, answerOf, startTestReceiver, type TestReceiver, TOKEN, temporaryDir } from './testing/receiver.ts';

describe.skipIf(SKIPPED !== '')(`the receiver with Redis${SKIPPED}`, () => {
  const keys = keysFor('guance-jira');
  const dir = temporaryDir();
  let redis: TestRedis;
  let receiver: TestReceiver;

  beforeAll(async () => {
    redis = await startRedis();
    receiver = await startTestReceiver(redis.url, { SPOOL_DIR: dir.path });
  });
  afterAll(async () => {
    await receiver.close();
    await redis.stop();
    dir.remove();
  });

  it('queues an event once and calls the second delivery a duplicate', async () => {
    const first = await receiver.send(alert('twice'));
    const second = await receiver.send(alert('twice'));

    expect([first.status, first.json]).toEqual([202, { accepted: [{ eventId: 'twice', status: 'queued' }] }]);
    expect(second.json).toEqual({ accepted: [{ eventId: 'twice', status: 'duplicate' }] });
    const job = await redis.client.hgetall(keys.job('twice'));
    expect(job.name).toBe('Disk full');
    expect(JSON.parse(job.data ?? '')).toMatchObject({ v: 1, eventId: 'twice', event: alert('twice') });
  });

  it('notes for people what it refused, by whom and why, and no word of it', async () => {
    await receiver.send(alert('nobody saw it'), { token: 'a-wrong-token' });
    await receiver.send('{"df_event_id": ');
    await receiver.send(alert('nobody saw it'), { token: 'another-wrong-token' });
    const noted = await vi.waitFor(async () => {
      const refused = await readRefused(redis.client, keys);
      expect(refused.length).toBe(2);
      return refused;
    });

    expect(noted.map(({ code, tokenLabel, count }) => [code, tokenLabel, count]).sort()).toEqual([
      ['invalid_json', expect.any(String), 1],
      ['unauthorized', null, 1],
    ]);
    expect(noted[0]?.address).toMatch(/127\.0\.0\.1|::1/);
    expect(JSON.stringify(await redis.client.lrange(keys.refused, 0, -1))).not.toMatch(/wrong|nobody/);
  });

  it('calls an event a duplicate whose job is gone but whose outcome the ledger knows', async () => {
    await redis.client.hset(keys.event('handled'), 'outcome', 'created');
    await redis.client.hset(keys.event('reserved'), 'state', 'reserved');

    const answer = await receiver.send([alert('handled'), alert('reserved')]);

    expect(answer.json.accepted?.map(({ status }) => status)).toEqual(['duplicate', 'queued']);
  });

  it('takes an id twice in one list as one event', async () => {
    const answer = await receiver.send([alert('list-a'), alert('list-b'), alert('list-a')]);

    expect(answer.json.accepted?.map(({ status }) => status)).toEqual(['queued', 'queued', 'duplicate']);
  });

  it('accepts an empty list, and the bearer token in place of the path', async () => {
    const answer = await answerOf(
      fetch(`${receiver.url}/webhook/guance`, {
        method: 'POST',
        body: '[]',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      }),
    );

    expect([answer.status, answer.json]).toEqual([202, { accepted: [] }]);
  });

  it('keeps its token out of logs, jobs and metrics', async () => {
    await receiver.send(
      alert('secretive', {
        df_alert_info: `${receiver.url}/webhook/guance/${TOKEN}`,
        df_meta: TOKEN,
      }),
    );
    const job = JSON.stringify(await redis.client.hgetall(keys.job('secretive')));
    const metrics = await (await fetch(`${receiver.metricsUrl}/metrics`)).text();

    expect(job).toContain('secretive');
    expect([receiver.logged(), job, metrics].join()).not.toContain(TOKEN);
  });

  it('tells its metrics and its health without a login on a port of their own, and has no dashboard', async () => {
    await receiver.send(alert('mild', { df_status: 'warning' }));
    const metrics = await (await fetch(`${receiver.metricsUrl}/metrics`)).text();

    expect(metrics).toMatch(/guance_jira_queue_jobs\{state="waiting"\} [1-9]/);
    expect(metrics).toMatch(/guance_jira_queue_jobs\{state="prioritized"\} 1/);
    expect(metrics).toMatch(/guance_jira_spool_events 0/);
    expect(metrics).toContain('process_cpu_user_seconds_total');
    const ready = await answerOf(fetch(`${receiver.metricsUrl}/readyz`));
    expect([ready.status, ready.json.status]).toEqual([200, 'ready']);
    for (const url of [receiver.metricsUrl, receiver.url]) expect((await fetch(`${url}/dashboard`)).status).toBe(404);
    expect((await fetch(`${receiver.url}/metrics`)).status).toBe(404);
  });

  it('says that it lives and is ready', async () => {
    const live = await answerOf(fetch(`${receiver.url}/healthz`));
    const ready = await answerOf(fetch(`${receiver.url}/readyz`));

    expect([live.status, ready.status, ready.json.status]).toEqual([200, 200, 'ready']);
  });
});
