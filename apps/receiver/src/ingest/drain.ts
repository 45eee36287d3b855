import { blamesItsState, type Producer, type QueuedJob } from '@guance-jira/queue';
import { errorFields, type Log, rateLimitedLog } from '@guance-jira/service';
import type { RedisGate } from '../redis/circuit-breaker.ts';
import type { Spool } from '../spool/spool.ts';
import type { SpoolFile } from '../spool/spool-file.ts';
import type { SpooledRow } from '../spool/spooled-row.ts';

/** Moves what waits in the spool to Redis. */
export interface Drain {
  /** Drains until the spool is empty or Redis takes no more. Calls while one is under way join it. */
  run(): Promise<void>;
  /** Ends the run under way after its present batch, and waits for that. */
  stop(): Promise<void>;
}

export function createDrain(deps: { producer: Producer; spool: Spool; gate: RedisGate; log: Log }): Drain {
  const { producer, spool, gate, log } = deps;
  const complain = rateLimitedLog<Record<string, unknown>>(10_000, (fields, suppressed) =>
    log.warn('spooled events were not taken', { ...fields, suppressed }),
  );
  const tellUndeleted = rateLimitedLog<Record<string, unknown>>(10_000, (fields, suppressed) =>
    log.warn('events that were sent cannot be deleted from the spool', { ...fields, suppressed }),
  );
  let underWay: Promise<void> | null = null;
  let stopped = false;

  const drainFile = async (file: SpoolFile): Promise<number> => {
    let drained = 0;
    while (file.count > 0 && gate.isOpen && !stopped) {
      const rows = file.oldest();
      const done = await confirmed(file, rows);
      const undeleted = file.remove(done);
      if (undeleted !== null) tellUndeleted({ file: file.path, events: file.undeleted, ...errorFields(undeleted) });
      drained += done.length;
      if (done.length === 0) break;
    }
    if (file.count === 0) spool.release(file);
    return drained;
  };
  /** The rows that Redis has. One that Redis refuses must not hold up the others: then they go one by one. */
  const confirmed = async (file: SpoolFile, rows: readonly SpooledRow[]): Promise<number[]> => {
    const readable = rows.flatMap(({ id, bytes, job }) => (job === null ? [] : [{ id, bytes, job }]));
    try {
      if (readable.length === rows.length) return await send(readable);
    } catch (error) {
      if (!isRefusal(error)) {
        gate.failed(error);
        return [];
      }
    }
    const done: number[] = [];
    for (const row of rows) {
      try {
        if (row.job === null) throw new UnreadableRow();
        done.push(...(await send([{ ...row, job: row.job }])));
      } catch (error) {
        if (!isRefusal(error)) {
          gate.failed(error);
          return done;
        }
        complain({ eventId: row.job?.eventId ?? null, ...errorFields(error) });
        file.defer(row.id);
      }
    }
    return done;
  };
  const send = async (rows: readonly { id: number; bytes: number; job: QueuedJob }[]): Promise<number[]> => {
    await producer.confirm(rows.map(({ job }) => job));
    gate.sent(rows.reduce((sum, { bytes }) => sum + bytes, 0));
    return rows.map(({ id }) => id);
  };
  const all = async () => {
    let drained = 0;
    for (const file of spool.files()) {
      try {
        drained += await drainFile(file);
      } catch (error) {
        complain({ file: file.path, ...errorFields(error) });
        spool.release(file, error);
      }
    }
    if (drained > 0) log.info('spool drained', { events: drained, left: spool.count });
  };

  return {
    run() {
      if (stopped || spool.count === 0 || !gate.isOpen) return underWay ?? Promise.resolve();
      underWay ??= all().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    async stop() {
      stopped = true;
      await underWay;
    },
  };
}

class UnreadableRow extends Error {
  constructor() {
    super('the row holds no event that this version can read');
  }
}

/** Redis refuses this event; what it says of itself is no refusal. A row alone is deferred sooner than all are held up. */
function isRefusal(error: unknown): boolean {
  if (error instanceof UnreadableRow) return true;
  return error instanceof Error && error.name === 'ReplyError' && !blamesItsState(error);
}
