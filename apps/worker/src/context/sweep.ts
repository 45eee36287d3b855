/** Gives issues what they are to be given, a few at a time, beside all events: no event waits for it, and it waits for none. */
import { putDue, takeDue } from '@guance-jira/ledger';
import type { Log } from '@guance-jira/service';
import { addContext, type ContextStep } from './add-context.ts';
import type { ContextDeps } from './context-turn.ts';

export interface ContextSweep {
  /** Begins what is due. Rejects only when Redis does. */
  sweep(): Promise<void>;
  /** Resolves when what was begun has ended; nothing is begun any more. */
  close(): Promise<void>;
}

export function createContextSweep(deps: ContextDeps & { log: Log; onError: (error: unknown) => void }): ContextSweep {
  const { redis, keys, jira, log, onError } = deps;
  const key = keys.contexts(jira.tracker.site);
  const running = new Set<Promise<void>>();
  let closed = false;
  const one = async (issueId: string): Promise<void> => {
    const step = await addContext(issueId, deps);
    if (step.step === 'wait') return putDue(redis, key, issueId, Math.max(step.ms, SOON_MS));
    await redis.zrem(key, issueId);
    if (step.step === 'done') writeLine(step, log);
  };
  return {
    sweep: async () => {
      const most = MAX_AT_ONCE - running.size;
      if (closed || most <= 0) return;
      const due = await takeDue(redis, key, { most, leaseMs: LEASE_MS, furthestMs: FURTHEST_MS });
      for (const issueId of due) {
        // What fails here (Redis, or a mistake of ours) is tried again when its lease is over.
        const work = one(issueId).catch(onError);
        running.add(work);
        void work.finally(() => running.delete(work));
      }
    },
    close: async () => {
      closed = true;
      await Promise.all(running);
    },
  };
}

/** So that a Guance that hangs takes few connections, and a burst of issues leaves Jira's rate to the events. */
const MAX_AT_ONCE = 3;
/** Beyond what all requests of one issue can take. */
const LEASE_MS = 5 * 60_000;
const FURTHEST_MS = 2 * 3_600_000;
const SOON_MS = 500;

function writeLine({ order, ends }: Extract<ContextStep, { step: 'done' }>, log: Log): void {
  const { issue, eventId, route } = order;
  const said = Object.entries(ends).map(([part, { end }]) => [part, end]);
  const reasons = Object.entries(ends).flatMap(([part, { reason }]) => (reason === null ? [] : [`${part}: ${reason}`]));
  const fields = { issueKey: issue.key, eventId, route, ...Object.fromEntries(said) };
  if (reasons.length === 0) log.info('context added', fields);
  else log.warn('context left out', { ...fields, reasons });
}
