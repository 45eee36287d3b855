import { keysFor } from '@guance-jira/queue';
import { expect } from 'vitest';
import type { Jira } from './jira.ts';
import type { Stack } from './stack.ts';

/** Short, so that lost answers are settled within seconds. The index may lag less than `JIRA_SETTLE_MS` says. */
export const SHORT_TIMEOUTS = { JIRA_TIMEOUT_MS: '1000', JIRA_SETTLE_MS: '2000', JIRA_LATE_COMMIT_MS: '1000' };

/** The event ids of all issues, by the property that each issue of ours carries; sorted. */
export async function eventIdsOf(jira: Jira): Promise<string[]> {
  const ids = (await jira.issues()).map(({ properties }) => {
    const property: unknown = Reflect.get(Object(properties), 'guance-jira');
    return String(Reflect.get(Object(property), 'eventId'));
  });
  return ids.sort();
}

/**
 * Waits until every event has an outcome, and proves that each has one issue, and none is in *failed*. The outcome of a worker that is
 * killed before it writes its line stands in the ledger alone.
 */
export async function expectOneIssueEach(stack: Stack, ids: readonly string[], limitMs = 120_000): Promise<void> {
  const handled = () => stack.workers.flatMap((worker) => worker.log.named('event handled'));
  const wasTold = (id: string) => handled().some(({ eventId, outcome }) => eventId === id && outcome === 'created');
  // While Redis is down nothing is known of it.
  const stands = (id: string) =>
    stack.redis.call('HGET', keysFor(stack.prefix).record(`ev_${id}`), 'outcome').then(
      (outcome) => outcome === 'created',
      () => false,
    );
  await stack.waitFor(
    'an outcome for each event',
    async () => {
      for (const id of ids) if (!wasTold(id) && !(await stands(id))) return false;
      return true;
    },
    limitMs,
  );
  expect(handled().filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(await eventIdsOf(stack.jira)).toEqual([...ids].sort());
}
