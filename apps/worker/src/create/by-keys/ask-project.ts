/** Requests about a project after a lost answer, which Jira may refuse for good. */
import { isJirasRefusal } from '@guance-jira/jira';
import type { Step } from '../../disposition.ts';
import { withoutChange } from '../../throttle/acquire.ts';
import { takeSlot } from '../../throttle/take-slot.ts';
import type { Opening } from '../creation.ts';
import type { CreateDeps } from '../deps.ts';

/** What search knows as the newest issue, of ours or of anybody's. */
export function newestIn(project: string, ours: boolean, opening: Opening, jira: CreateDeps) {
  return reading(opening, jira, async () => {
    await takeSlot(jira, 'search');
    return jira.tracker.newestIn(project, ours);
  });
}

export const REFUSED = Symbol('refused');

/** Jira that refuses this kind of request for good leaves the decision to search. */
export async function reading<T>(
  opening: Opening,
  jira: CreateDeps,
  act: () => Promise<T>,
): Promise<T | Step | typeof REFUSED> {
  return withoutChange(opening, jira, () => act().catch(orRefused));
}

function orRefused(error: unknown): typeof REFUSED {
  if (isJirasRefusal(error)) return REFUSED;
  throw error;
}
