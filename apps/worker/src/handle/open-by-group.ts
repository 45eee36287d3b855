/** Which events open an issue each, and which take their turn with the others of their object. */
import type { AlertEvent, Plan, Rules } from '@guance-jira/mapping';
import { tracksFaults } from '@guance-jira/mapping';
import type { Step } from '../disposition.ts';
import type { HandleDeps } from '../groups/deps.ts';
import { ignored, openAlone, orFailed, recordOf } from '../groups/per-event.ts';
import { inLane } from '../groups/per-fault/process.ts';

/** The whole way of an event that is no notice, to its end or to a wait. */
export async function byGroup(event: AlertEvent, plan: Plan, rules: Rules, deps: HandleDeps): Promise<Step> {
  if (await belongsInLane(event, plan, rules, deps)) return inLane(event, plan, rules, deps);
  const record = recordOf(event, plan, deps);
  if (plan.action === 'ignore') return ignored(plan, record);
  return orFailed(await openAlone(event, plan, record, deps, rules), plan.route, record);
}

/**
 * Any event may belong to a known fault, whatever `match` says of it. One that opens an issue of its own anyway only waits for
 * others where its object has a fault, so that one slow event does not hold up the rest.
 */
async function belongsInLane(event: AlertEvent, plan: Plan, rules: Rules, deps: HandleDeps): Promise<boolean> {
  if (!tracksFaults(rules)) return false;
  const alone = plan.action === 'open' && plan.group === 'event' && !plan.recovers;
  return !alone || (await deps.redis.exists(deps.keys.object(event.objectKey))) === 1;
}
