import type { EventJob } from '@guance-jira/queue';
import type { Enqueue } from './enqueue.ts';
import type { RedisGate } from './redis-gate.ts';
import { Refusal } from './refusal.ts';
import type { Spool } from './spool.ts';

/** How an accepted event is kept. */
export type Accepted = 'queued' | 'duplicate' | 'spooled';

/** Keeps every event of a delivery durably, or refuses the delivery as a whole. */
export type Accept = (jobs: readonly EventJob[], bytes: number) => Promise<Accepted[]>;

/** Guance gives up after about five seconds; this leaves time for the spool within two. */
const REDIS_WITHIN_MS = 1_200;
const RETRY_AFTER_S = '10';

/**
 * Redis first; what it has not confirmed in time goes to the spool. An event may then be in both: the job id keeps it
 * single, and the spool drops it when it finds the job there.
 * @throws Refusal unavailable, when neither takes it
 */
export function createAccept(deps: { enqueue: Enqueue; gate: RedisGate; spool: Spool }): Accept {
  const { enqueue, gate, spool } = deps;
  return async (jobs, bytes) => {
    const answers = gate.isOpen
      ? await inTime(
          jobs.map((job) => enqueue(job, bytes / jobs.length)),
          gate,
        )
      : jobs.map(() => null);
    if (gate.isOpen) gate.sent(bytes);
    const rest = jobs.filter((_, index) => answers[index] === null);
    if (rest.length > 0) {
      try {
        await spool.put(rest);
      } catch {
        throw new Refusal(
          'unavailable',
          'The event can be kept neither in Redis nor on disk now. Send it again later.',
          {
            'Retry-After': RETRY_AFTER_S,
          },
        );
      }
    }
    return answers.map((answer) => answer ?? 'spooled');
  };
}

/** The answers that came in time; null for the others. */
async function inTime<T>(work: readonly Promise<T>[], gate: RedisGate): Promise<(T | null)[]> {
  const answers = work.map((): T | null => null);
  const settled = Promise.all(
    work.map((promise, index) =>
      promise.then(
        (answer) => {
          answers[index] = answer;
        },
        (error: unknown) => gate.failed(error),
      ),
    ),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      gate.failed(new Error(`no confirmation within ${REDIS_WITHIN_MS} ms`));
      resolve();
    }, REDIS_WITHIN_MS);
  });
  await Promise.race([settled, late]);
  clearTimeout(timer);
  // A copy: an answer that comes later must not change what is spooled now.
  return [...answers];
}
