/** Events in Redis as receiver and worker leave them, by pipeline: a million in a minute or two. */
import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import type { BenchRedis } from './world.ts';

/** What a million is compared with. */
export const SMALL = 10_000;
const DAY_MS = 86_400_000;
const A_WRITE = 2000;

/**
 * Of ten events eight are created, one is ignored or failed (one in fifty), and one waits. One in ten has a fault that stands. Events are
 * short, or they would fill the memory.
 */
export async function fillConsole({ client }: BenchRedis, count: number): Promise<void> {
  const keys = keysFor('guance-jira');
  const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:`;
  const now = Date.now();
  await client.config('SET', 'appendfsync', 'no');
  for (let from = 0; from < count; from += A_WRITE) {
    const writes = client.pipeline();
    for (let n = from; n < Math.min(from + A_WRITE, count); n += 1) {
      const [id, time] = [`ev_event-${n}`, Math.floor(now - 7 * DAY_MS + (n * 7 * DAY_MS) / count)];
      const outcome = n % 10 === 9 ? null : n % 5 > 0 ? 'created' : n % 50 === 0 ? 'failed' : 'ignored';
      const event = { df_title: `Disk ${n % 997} is nearly full`, df_status: 'error', df_event_id: `event-${n}` };
      const data = JSON.stringify({ v: 1, eventId: `event-${n}`, event, receivedAt: time });
      const failed = outcome === 'failed' ? ['failedReason', 'Jira create: answered 400'] : [];
      const ended = outcome === null ? [] : ['finishedOn', time + 900, ...failed];
      writes.hset(
        jobs + id,
        ...['name', event.df_title, 'data', data, 'opts', '{}', 'timestamp', time, ...ended],
        ...['about', `${time}\nerror\nwksp_${n % 7}\nproduction\n{"host":"db-${n % 997}","device":"/dev/sda"}`],
      );
      writes.zadd(keys.seen, time, id);
      if (outcome === null) {
        writes.lpush(`${jobs}wait`, id);
        continue;
      }
      const issue = outcome === 'created' ? ['issueKey', `OPS-${n}`] : [];
      writes.hset(keys.record(id), 'v', 2, 'outcome', outcome, 'route', `route-${n % 9}`, 'at', time + 900, ...issue);
      writes.zadd(`${jobs}${outcome === 'failed' ? 'failed' : 'completed'}`, time + 900, id);
      writes.hincrby(keys.tally(Math.floor(time / 3_600_000)), `${Math.floor((time / 60_000) % 60)}:${outcome}`, 1);
      if (n % 10 === 1) {
        const applied = { at: time, receivedAt: time, eventId: `event-${n}` };
        const fault = { faultKey: `fault-${n}`, route: `route-${n % 9}`, openedAt: time, applied, level: 'error' };
        const state = { ...fault, issue: { id: `${n}`, key: `OPS-${n}` }, peak: 4, priorityRank: 4 };
        writes.hset(
          keys.object(`object-${n}`),
          'v',
          2,
          'site',
          'http://jira.example.com',
          'state',
          JSON.stringify(state),
        );
        writes.zadd(keys.openObjects, time + 10 * DAY_MS, keys.object(`object-${n}`));
      }
    }
    for (const [error] of (await writes.exec()) ?? []) if (error) throw error;
  }
  await client.config('SET', 'appendfsync', 'always');
}
