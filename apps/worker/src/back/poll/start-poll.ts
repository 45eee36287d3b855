/** Wires the poll of Jira to the worker. */
import { addEvents } from '@guance-jira/queue';
import { errorFields, type Log, rateLimitedLog } from '@guance-jira/service';
import { inBackground } from '../../throttle/background-request.ts';
import { takeSlot } from '../../throttle/take-slot.ts';
import type { ChangeDeps } from '../change-step.ts';
import { createBackPoll } from './poll.ts';

export interface BackPolling {
  close(): void;
}

/** @param everyMs `BACK_POLL`; undefined: nobody polls */
export function startPoll(
  everyMs: number | undefined,
  deps: Pick<ChangeDeps, 'redis' | 'keys' | 'rules' | 'jira' | 'faults' | 'guance'> & {
    settleMs: number;
    log: Log;
  },
): BackPolling {
  if (!everyMs) return { close: () => {} };
  const { redis, keys, jira, log } = deps;
  const poll = createBackPoll({
    ...{ ...deps, everyMs, site: jira.tracker.site, memory: jira.memory },
    search: (minutes, { pages, onPage }) =>
      inBackground(jira, 'search', () => {
        const slot = async () => {
          await onPage();
          await takeSlot(jira, 'search');
        };
        return jira.tracker.findChanged(minutes, { pages, slot });
      }),
    add: async (job) => void (await addEvents(redis, keys, [job])),
  });
  const failed = rateLimitedLog(60_000, (error: unknown, suppressed) =>
    log.warn('poll of jira failed', { ...errorFields(error), suppressed }),
  );
  const timer = setInterval(() => poll.run().catch(failed), Math.min(Math.max(everyMs / 4, 250), MAX_TICK_MS));
  return { close: () => clearInterval(timer) };
}

/** So late at most a worker sees that another has died, or that it is due. */
const MAX_TICK_MS = 5000;
