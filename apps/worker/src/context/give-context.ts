/** Takes orders for new issues, and carries them out every second, until it is closed. */
import { errorFields, type Log, rateLimitedLog } from '@guance-jira/service';
import type { ContextDeps } from './context-turn.ts';
import { orderFor } from './order.ts';
import { createContextSweep } from './sweep.ts';

export interface GiveDeps extends Omit<ContextDeps, 'onAnswer' | 'onEnd' | 'now'> {
  log: Log;
  ledgerDays: number;
  counters: { guanceRequest: ContextDeps['onAnswer']; contextEnded: ContextDeps['onEnd'] };
}

export function giveContext({ log, ledgerDays, counters, ...deps }: GiveDeps): { close: () => Promise<void> } {
  const { redis, keys, jira } = deps;
  const failed = rateLimitedLog(60_000, (error: unknown, suppressed) =>
    log.warn('adding context failed', { ...errorFields(error), suppressed }),
  );
  jira.onIssueOpened = (opened, issue) =>
    orderFor(opened, issue, { redis, keys, site: jira.tracker.site, ledgerDays, now: Date.now });
  const context = createContextSweep({
    ...{ ...deps, log, now: Date.now, onError: failed },
    ...{ onAnswer: counters.guanceRequest, onEnd: counters.contextEnded },
  });
  const sweep = setInterval(() => context.sweep().catch(failed), SWEEP_MS);
  return {
    close: async () => {
      clearInterval(sweep);
      await context.close();
    },
  };
}

const SWEEP_MS = 1000;
