import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack, TestRedis } from '../harness/index.ts';

/** Everything in Redis as text: every key with all it holds. */
export async function textOfRedis(redis: TestRedis): Promise<string> {
  const keys = listOf(await redis.call('KEYS', '*'));
  const texts = await Promise.all(
    keys.map(async (key) => {
      const type = String(await redis.call('TYPE', key));
      // A lock that was given back in between.
      if (type === 'none') return key;
      const [command, ...rest] = READ[type] ?? [];
      if (command === undefined) throw new Error(`${key} is of a type that this test does not read`);
      return `${key} ${JSON.stringify(await redis.call(command, key, ...rest))}`;
    }),
  );
  return texts.join('\n');
}

const READ: Record<string, [string, ...string[]]> = {
  string: ['GET'],
  hash: ['HGETALL'],
  list: ['LRANGE', '0', '-1'],
  set: ['SMEMBERS'],
  zset: ['ZRANGE', '0', '-1', 'WITHSCORES'],
  stream: ['XRANGE', '-', '+'],
};

/** The bytes of all files below a folder, as they lie on the disk. */
export function bytesUnder(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

/** What a person with this login can read on the dashboard: pages, lists, each job with its log, figures. */
export async function textOfDashboard(stack: Stack, authorization: string, jobs: readonly string[]): Promise<string> {
  const api = '/dashboard/api/queues';
  const lists = ['latest', 'completed', 'failed', 'delayed', 'waiting', 'active'].map(
    (status) => `${api}?activeQueue=events&status=${status}&page=1`,
  );
  const details = jobs.flatMap((id) => [`${api}/events/${id}`, `${api}/events/${id}/logs`, `${api}/events/${id}/flow`]);
  const paths = ['/dashboard', '/metrics', '/nothing', '/dashboard/api/redis/stats', ...lists, ...details];
  return await textOf(
    [...paths, `${api}/events/workers`, `${api}/events/default-job-options`].map((path) => stack.adminUrl + path),
    { authorization },
  );
}

/** Status, headers and bodies of these addresses. */
export async function textOf(urls: readonly string[], headers: Record<string, string> = {}): Promise<string> {
  const answers = await Promise.all(urls.map((url) => fetch(url, { headers, redirect: 'manual' })));
  const texts = answers.map(async (answer) =>
    [answer.status, JSON.stringify([...answer.headers]), await answer.text()].join('\n'),
  );
  return (await Promise.all(texts)).join('\n');
}

function listOf(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Error('Redis gave no list of keys');
  return value.map(String);
}
