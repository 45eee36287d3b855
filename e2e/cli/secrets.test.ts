/** Every command, in every language and form, also where it fails: none prints a secret. Each secret here holds the word "marked". */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysFor } from '@guance-jira/queue';
import { Queue, UnrecoverableError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliIn } from '../../apps/cli/src/testing/cli.ts';
import { createRedis, type Jira, startJira, type TestRedis } from '../harness/index.ts';

const secret = (name: string) => `marked-${name}-${randomUUID().slice(0, 8)}`;
const TOKEN = secret('jira');
const REDIS_WORD = secret('redis');
const WEBHOOK = secret('webhook-token');
const LABELLED = secret('webhook-token');

const EVENT = {
  df_event_id: 'event-1',
  df_status: 'critical',
  df_title: `disk full, see /webhook/guance/${WEBHOOK}`,
  df_message: `call http://h/webhook/guance/${LABELLED}`,
  df_alert_info: { targets: [{ url: `http://h/${secret('alert-info')}` }] },
  df_meta: JSON.stringify({ alert_info: secret('meta') }),
  df_user_email: `${secret('mail')}@example.com`,
};

describe('secrets and the command line', () => {
  let dir: string;
  let redis: TestRedis;
  let jira: Jira;
  let env: Record<string, string>;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-cli-'));
    redis = await createRedis(dir);
    await redis.start();
    await redis.call('CONFIG', 'SET', 'requirepass', REDIS_WORD);
    jira = await startJira('datacenter', { accounts: [{ login: 'bot', pats: [TOKEN] }, { login: 'pacher' }] });
    env = {
      JIRA_URL: jira.url,
      JIRA_PROJECT: 'OPS',
      JIRA_ISSUE_TYPE: '故障',
      JIRA_TOKEN: TOKEN,
      REDIS_URL: redis.url.replace('//', `//:${REDIS_WORD}@`),
      WEBHOOK_TOKENS: `${WEBHOOK},new:${LABELLED}`,
      DASHBOARD_PASSWORD: secret('dashboard'),
    };
    await fail(env.REDIS_URL ?? '');
  });
  afterAll(async () => {
    await jira.close();
    await redis.stop();
    await rm(dir, { recursive: true });
  });

  /** A person may well paste the token into the wrong place. */
  const callsWith = (token: string): string[][] => [
    ['validate'],
    ['explain', 'event.json'],
    ['explain', 'event.json', 'event.json', '--each'],
    ['explain', 'event.json', '--set', `df_title=${token}`],
    ['doctor'],
    ['find', 'event-1'],
    ['find', token],
    ['find', `http://h/webhook/guance/${WEBHOOK}`],
    ['pause', '--until', '1h', '--reason', `because of ${token}`],
    ['doctor'],
    ['find', 'event-1'],
    ['resume'],
    ['replay', '--all'],
    ['replay', '--all', '--yes'],
    ['doctor', '--distrust-ledger'],
    ['pause', '--until', token],
    ['explain', 'event.json', '--set', token],
    [token],
  ];
  const WRONG: Record<string, Record<string, string>> = {
    'as they should be': {},
    'a Jira that refuses the login': { JIRA_TOKEN: secret('wrong') },
    'a Jira that is not there': { JIRA_URL: 'http://127.0.0.1:1' },
    'a Redis that refuses the password': { REDIS_URL: `redis://:${secret('wrong')}@127.0.0.1:PORT` },
    'a Redis that is not there': { REDIS_URL: `redis://:${secret('wrong')}@127.0.0.1:1` },
    'settings that are wrong': {
      JIRA_URL: `http://u:${secret('url')}@h`,
      JIRA_PASSWORD: secret('both'),
      REDIS_URL: secret('url'),
    },
  };

  it.each(Object.entries(WRONG))('are not printed with settings as in: %s', async (_, change) => {
    const redisUrl = change.REDIS_URL?.replace('PORT', new URL(redis.url).port);
    const settings: Record<string, string> = { ...env, ...change, ...(redisUrl ? { REDIS_URL: redisUrl } : {}) };
    const files = { 'event.json': JSON.stringify(EVENT) };
    let printed = '';
    for (const [LANG, ...more] of [['zh_CN'], ['en', '--json']] as [string, ...string[]][]) {
      const cli = cliIn({ env: { ...settings, LANG }, files });
      for (const call of callsWith(settings.JIRA_TOKEN ?? TOKEN)) {
        const { out, err } = await cli(...call, ...more);
        printed += out + err;
      }
    }

    // A command that prints nothing at all would prove nothing.
    expect(printed).toContain('[secret]');
    expect(printed.length).toBeGreaterThan(5_000);
    expect(printed.split('\n').filter((line) => line.includes('marked'))).toEqual([]);
  });
});

/** A failed event whose reason holds what a reason should never hold. */
async function fail(url: string): Promise<void> {
  const connect = () => new Redis(url, { maxRetriesPerRequest: null });
  const [connection, blocking] = [connect(), connect()];
  const prefix = keysFor('guance-jira').bullPrefix;
  const queue = new Queue('events', { connection, prefix });
  const worker = new Worker(
    'events',
    () => Promise.reject(new UnrecoverableError(`refused ${TOKEN} at http://h/webhook/guance/${WEBHOOK}`)),
    { connection: blocking, prefix },
  );
  await queue.add(EVENT.df_title, { v: 1, eventId: 'event-1', event: {}, receivedAt: 1 }, { jobId: 'ev_event-1' });
  await new Promise((resolve) => worker.once('failed', resolve));
  await worker.close();
  await queue.close();
  connection.disconnect();
  blocking.disconnect();
}
