/** Pure: how a recovery moves the issue of a route. */
import type { IssueRoute } from '@guance-jira/mapping';
import { chooseTransition, DONE } from './choose-transition.ts';
import type { Way } from './transition.ts';

export function wishesOf({ recover }: IssueRoute): readonly string[] {
  return recover && recover.transitions.length > 0 ? recover.transitions : DONE;
}

/** For an issue whose route the rules have no longer. */
export const DONE_WAY: Way = {
  choose: (offered, visited) => chooseTransition(offered, DONE, visited),
  wishes: DONE,
  resolution: null,
  wontFix: [],
};

export function wayOf(route: IssueRoute): Way {
  const wishes = wishesOf(route);
  const { recover, wontFix } = route;
  return {
    choose: (offered, visited) => chooseTransition(offered, wishes, visited),
    wishes,
    resolution: recover?.resolution ?? null,
    wontFix,
  };
}
