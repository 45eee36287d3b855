/** Pure: how a recovery moves the issue of a route, and a new fault opens it again. */
import type { IssueRoute } from '@guance-jira/mapping';
import type { IssueNow } from '../tracker/tracker.ts';
import type { Way } from '../tracker/way.ts';
import { chooseReopening, chooseTransition, DONE, type Goal, resolutionFor } from './choose-transition.ts';

export function wishesOf({ recover }: IssueRoute): readonly string[] {
  return recover && recover.transitions.length > 0 ? recover.transitions : DONE;
}

/** For an issue whose route the rules have no longer. */
export const DONE_WAY: Way = wayTo({ wishes: DONE, wontFix: [] }, null);

export function wayOf(route: IssueRoute): Way {
  return wayTo({ wishes: wishesOf(route), wontFix: route.wontFix }, route.recover?.resolution ?? null);
}

/** Work that goes on has no resolution: most workflows clear it by themselves, the others where their screen has the field. */
export function reopeningWay({ resolution }: Pick<IssueNow, 'resolution'>): Way {
  return {
    choose: chooseReopening,
    wishes: ['Reopen'],
    along: (transition) =>
      resolution !== null && transition.resolution?.required === false ? { resolution: null } : {},
  };
}

function wayTo(goal: Goal, resolution: string | null): Way {
  return {
    choose: (offered, place) => chooseTransition(offered, goal, place),
    wishes: goal.wishes,
    along: (transition) => ({ resolution: resolutionFor(transition, resolution, goal.wontFix) ?? undefined }),
  };
}
