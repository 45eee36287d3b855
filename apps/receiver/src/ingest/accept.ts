import { blamesTheEvent, type QueuedJob } from '@guance-jira/queue';
import { Refusal } from '../http/refusal.ts';
import type { RedisGate } from '../redis/circuit-breaker.ts';
import type { Spool } from '../spool/spool.ts';
import type { Enqueue } from './enqueue.ts';

/** How an accepted event is kept. */
export type Accepted = 'queued' | 'duplicate' | 'spooled';

/** What the answer says of each object of a delivery; `ignored`: a notice, which ends at the door. */
export type DeliveryStatus = Accepted | 'ignored';

/** Keeps every event of a delivery durably, or refuses the delivery as a whole. */
export type Accept = (jobs: readonly QueuedJob[], bytes: number) => Promise<Accepted[]>;

const RETRY_AFTER_S = '10';

/**
 * Redis first; what it has not confirmed in time goes to the spool. An event may then be in both: the job id keeps it
 * single, and the spool drops it when it finds the job there.
 * @throws Refusal unavailable, when neither takes it
 */
export function createAccept(deps: { enqueue: Enqueue; gate: RedisGate; spool: Spool }): Accept {
  const { enqueue, gate, spool } = deps;
  const confirmed = (job: QueuedJob, bytes: number) =>
    enqueue(job, bytes).catch((error: unknown) => {
      // One that Redis will never take must not close the door to the others: the spool puts it behind them.
      if (!blamesTheEvent(error)) gate.failed(error);
      return null;
    });
  return async (jobs, bytes) => {
    const answers: (Accepted | null)[] = gate.isOpen
      ? await all(jobs.map((job) => confirmed(job, bytes / jobs.length)))
      : jobs.map(() => null);
    if (gate.isOpen) gate.sent(bytes);
    const rest = jobs.filter((_, index) => answers[index] === null);
    if (rest.length > 0) {
      try {
        await spool.put(rest);
      } catch {
        throw new Refusal(
          'unavailable',
          'The event can be stored neither in Redis nor on disk at the moment. Send it again later.',
          {
            'Retry-After': RETRY_AFTER_S,
          },
        );
      }
    }
    return answers.map((answer) => answer ?? 'spooled');
  };
}

/** Nearly every delivery has one event. */
async function all<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const [only] = promises;
  return only !== undefined && promises.length === 1 ? [await only] : Promise.all(promises);
}
