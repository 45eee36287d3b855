import { type Confirmed, identityOf, type Producer, type QueuedJob } from '@guance-jira/queue';

const MAX_EVENTS = 256;
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Collects events of concurrent requests into batches that share a round trip. Resolves when Redis confirmed the event,
 * rejects when it did not, or not in time. `bytes` is about its size.
 */
export type Enqueue = (job: QueuedJob, bytes: number) => Promise<Confirmed>;

interface Entry {
  job: QueuedJob;
  identity: string;
  bytes: number;
  /** When it is too late, by performance.now. */
  due: number;
  promise: Promise<Confirmed>;
  resolve: (confirmed: Confirmed) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes the batching enqueue. While a batch is under way, newcomers wait for the next: under load the batches grow by
 * themselves, and an idle receiver never waits for a timer. A second batch under way would only wait in Redis, which syncs
 * its log for one after the other, and both would be half as large: a tenth more CPU for each event.
 */
export function createEnqueue(producer: Producer, withinMs: number): Enqueue {
  let waiting: Entry[] = [];
  /** By event and workspace, oldest first; neither confirmed nor given up yet. */
  const open = new Map<string, Entry>();
  let underWay = false;
  let scheduled = false;
  let timer: NodeJS.Timeout | undefined;

  const schedule = () => {
    if (scheduled || underWay || waiting.length === 0) return;
    scheduled = true;
    // At the end of this turn, so that all requests that the turn read go together.
    setImmediate(() => {
      scheduled = false;
      if (waiting.length > 0) send(takeBatch(waiting));
    });
  };
  const send = (batch: Entry[]) => {
    underWay = true;
    producer
      .confirm(batch.map(({ job }) => job))
      .then(
        (confirmed) => {
          batch.forEach((entry, index) => {
            const answer = confirmed[index];
            if (answer === undefined) giveUp(entry, new Error('the producer confirmed fewer events than it got'));
            else if (isOpen(entry)) {
              open.delete(entry.identity);
              entry.resolve(answer);
            }
          });
        },
        (error: unknown) => {
          // Those that wait would meet the same Redis, one batch after the other, long after their callers have given up.
          for (const entry of [...batch, ...waiting.splice(0)]) giveUp(entry, error);
        },
      )
      .finally(() => {
        underWay = false;
        schedule();
      });
  };
  const isOpen = (entry: Entry) => open.get(entry.identity) === entry;
  const giveUp = (entry: Entry, error: unknown) => {
    if (!isOpen(entry)) return;
    open.delete(entry.identity);
    entry.reject(error);
  };
  /** One timer for all: one for each event would cost more than the rest of this. */
  const watch = () => {
    timer = undefined;
    const now = performance.now();
    for (const entry of open.values()) {
      if (entry.due > now) {
        timer = setTimeout(watch, entry.due - now).unref();
        break;
      }
      giveUp(entry, new Error(`no confirmation within ${withinMs} ms`));
    }
    // Whoever gave up keeps the event elsewhere.
    if (timer === undefined || waiting.some((entry) => !isOpen(entry))) waiting = waiting.filter(isOpen);
  };

  return (job, bytes) => {
    const identity = identityOf(job);
    const first = open.get(identity);
    // The same event again before the first is confirmed: it is a duplicate only if the first one gets there.
    if (first !== undefined) return first.promise.then(() => 'duplicate');
    const entry = { job, identity, bytes, due: performance.now() + withinMs, ...Promise.withResolvers<Confirmed>() };
    open.set(identity, entry);
    timer ??= setTimeout(watch, withinMs).unref();
    waiting.push(entry);
    schedule();
    return entry.promise;
  };
}

function takeBatch(waiting: Entry[]): Entry[] {
  let bytes = 0;
  let count = 0;
  for (const entry of waiting) {
    bytes += entry.bytes;
    if (count > 0 && (count >= MAX_EVENTS || bytes > MAX_BYTES)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}
