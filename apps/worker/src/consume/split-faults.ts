/** Says once that repeats of one fault open issues of their own, as their route groups by event: people take these for duplicates. */
import type { Log } from '@guance-jira/service';
import type { Handled } from '../disposition.ts';

/** So many faults are remembered; the oldest are forgotten first. */
const MAX_FAULTS = 5000;

export function createSplitFaults(log: Log): (handled: Handled) => void {
  /** The first issue of each fault. */
  const first = new Map<string, string>();
  let said = false;
  return ({ step, route, faultKey, group }) => {
    if (said || group !== 'event' || faultKey === null || step.step !== 'done' || step.repeat) return;
    if (step.outcome !== 'created' || step.issueKey === null) return;
    const before = first.get(faultKey);
    if (before === undefined || before === step.issueKey) {
      first.set(faultKey, step.issueKey);
      const [oldest] = first.keys();
      if (first.size > MAX_FAULTS && oldest !== undefined) first.delete(oldest);
      return;
    }
    said = true;
    first.clear();
    log.warn('repeats of one fault open issues of their own', {
      ...{ route, faultKey, issues: [before, step.issueKey] },
      todo: 'JIRA_GROUP=fault (in rules: group: fault) makes one issue of one fault; said once',
    });
  };
}
