/** What Redis may have forgotten: issues of faults that began before its data did. */
import type { Memory } from '@guance-jira/ledger';
import { type InBackground, inBackground } from '../throttle/background-request.ts';

type Deps = Parameters<typeof inBackground>[0] & { memory: Pick<Memory, 'mustAsk' | 'mayHaveForgotten'> };

/**
 * Whether an issue of ours may stand for what began then, though nothing is known of it here; never at a first install. Where Jira
 * does not tell, it may.
 */
export async function mayStandForgotten(since: number, jira: Deps): Promise<boolean> {
  const begun = { at: since, eventTime: since, receivedAt: since };
  const asked: InBackground<boolean> = (await jira.memory.mustAsk(begun))
    ? await inBackground(jira, 'search', () => jira.memory.mayHaveForgotten(begun))
    : { end: 'done', value: await jira.memory.mayHaveForgotten(begun) };
  return asked.end !== 'done' || asked.value;
}
