import type { EventJob } from '@guance-jira/queue';
import type { Confirmed, Producer } from './producer.ts';

const MOST_EVENTS = 256;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_IN_FLIGHT = 2;

/**
 * Collects events of concurrent requests into batches that share a round trip. Resolves when Redis confirmed the event,
 * rejects when it did not. `bytes` is about its size.
 */
export type Enqueue = (job: EventJob, bytes: number) => Promise<Confirmed>;

interface Entry {
  job: EventJob;
  bytes: number;
  resolve: (confirmed: Confirmed) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes the batching enqueue. While two batches are under way, newcomers wait for the next: under load the batches grow by
 * themselves, and an idle receiver never waits for a timer.
 */
export function createEnqueue(producer: Producer): Enqueue {
  const waiting: Entry[] = [];
  const underWay = new Map<string, Promise<Confirmed>>();
  let inFlight = 0;
  let scheduled = false;

  const schedule = () => {
    if (scheduled || inFlight >= MOST_IN_FLIGHT || waiting.length === 0) return;
    scheduled = true;
    // At the end of this turn, so that all requests that the turn read go together.
    setImmediate(() => {
      scheduled = false;
      while (inFlight < MOST_IN_FLIGHT && waiting.length > 0) send(takeBatch(waiting));
    });
  };
  const send = (batch: Entry[]) => {
    inFlight += 1;
    producer
      .confirm(batch.map(({ job }) => job))
      .then(
        (confirmed) => settle(batch, confirmed),
        (error: unknown) => {
          // Those that wait would meet the same Redis, one batch after the other, long after their callers have given up.
          for (const entry of [...batch, ...waiting.splice(0)]) entry.reject(error);
        },
      )
      .finally(() => {
        inFlight -= 1;
        schedule();
      });
  };

  return (job, bytes) => {
    const first = underWay.get(job.eventId);
    // The same event again before the first is confirmed: it is a duplicate only if the first one gets there.
    if (first !== undefined) return first.then(() => 'duplicate');
    const { promise, resolve, reject } = Promise.withResolvers<Confirmed>();
    underWay.set(job.eventId, promise);
    const done = () => underWay.delete(job.eventId);
    promise.then(done, done);
    waiting.push({ job, bytes, resolve, reject });
    schedule();
    return promise;
  };
}

function settle(batch: readonly Entry[], confirmed: readonly Confirmed[]): void {
  batch.forEach((entry, index) => {
    const answer = confirmed[index];
    if (answer === undefined) entry.reject(new Error('the producer confirmed fewer events than it got'));
    else entry.resolve(answer);
  });
}

function takeBatch(waiting: Entry[]): Entry[] {
  let bytes = 0;
  let count = 0;
  for (const entry of waiting) {
    bytes += entry.bytes;
    if (count > 0 && (count >= MOST_EVENTS || bytes > MOST_BYTES)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}
