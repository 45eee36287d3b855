/** Which events open an issue each, and which take their turn with the others of their object. */
import type { StormPlace } from '@guance-jira/ledger';
import type { AlertEvent, Plan, Rules } from '@guance-jira/mapping';
import { tracksFaults } from '@guance-jira/mapping';
import { ignored } from '../create/creation.ts';
import type { Step } from '../disposition.ts';
import type { HandleDeps } from '../groups/deps.ts';
import { openAlone, orFailed, recordOf } from '../groups/per-event.ts';
import { enterLane, type InLane, takeLane } from '../groups/per-fault/process.ts';

/** An event as the rules have it. */
export interface Planned {
  event: AlertEvent;
  plan: Plan;
  rules: Rules;
}

/**
 * The whole way of an event that is no notice, to its end or to a wait.
 * @param lane null: it goes alone
 */
export async function byGroup(
  { event, plan, rules }: Planned,
  lane: InLane | null,
  deps: HandleDeps & { place: StormPlace | null },
): Promise<Step> {
  if (lane) return takeLane(lane, event, plan, rules, deps);
  const record = recordOf(event, plan, deps);
  if (plan.action === 'ignore') return ignored(plan, record);
  return orFailed(await openAlone(event, plan, record, deps, rules), plan.route, record);
}

/**
 * Any event may belong to a known fault, whatever `match` says of it. One that opens an issue of its own anyway only waits for
 * others where its object has a fault, so that one slow event does not hold up the rest: null otherwise.
 */
export async function laneOf({ event, plan, rules }: Planned, deps: HandleDeps): Promise<InLane | null> {
  if (!tracksFaults(rules)) return null;
  const alone = plan.action === 'open' && plan.group === 'event' && !plan.recovers;
  if (alone && (await deps.redis.exists(deps.keys.object(event.objectKey))) === 0) return null;
  return enterLane(event, deps);
}
