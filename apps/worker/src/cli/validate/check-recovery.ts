/** Pure: what a recovery needs of Jira. Transitions show only on an issue, so they wait for the first one of ours. */
import type { IssueRoute } from '@guance-jira/mapping';
import { type Check, check } from '../check.ts';
import type { Transition } from '../jira/reader.ts';
import type { Words } from '../words/words.ts';
import type { RouteFacts } from './check-route.ts';

export function checkRecovery(route: IssueRoute, { site, place }: RouteFacts, words: Words): Check[] {
  const says = words.validate;
  const checks: Check[] = [];
  const { recover, wontFix } = route;
  if (recover === null) checks.push(check('recovery', 'recover_none', 'ok', says.recoverNone));
  const resolution = recover?.resolution ?? null;
  if (resolution !== null && site.resolutions !== null && !site.resolutions.includes(resolution))
    checks.push(
      check('recovery', 'resolution_missing', 'warn', says.resolutionMissing(resolution, site.resolutions.join(', '))),
    );
  // Names in several languages are usual there: one that exists is enough.
  if (wontFix.length > 0 && site.resolutions !== null && !wontFix.some((name) => site.resolutions?.includes(name)))
    checks.push(
      check(
        'recovery',
        'wont_fix_missing',
        'warn',
        says.wontFixMissing(wontFix.join(', '), site.resolutions.join(', ')),
      ),
    );
  if (recover !== null && recover.transitions.length > 0)
    checks.push(transitions(recover.transitions, place.ours, words));
  return checks.length > 0 ? checks : [check('recovery', 'recovery', 'ok', says.recoverFine)];
}

function transitions(
  wanted: readonly string[],
  ours: { key: string; transitions: readonly Transition[] } | null,
  words: Words,
): Check {
  const says = words.validate;
  if (ours === null)
    return check('recovery', 'transition_unchecked', 'unknown', says.transitionUnchecked(wanted.join(', ')));
  const names = ours.transitions.flatMap((offered) => [offered.name, offered.to.name, offered.id, offered.to.category]);
  const fitting = wanted.find((name) => names.some((offered) => offered.toLowerCase() === name.toLowerCase()));
  if (fitting !== undefined) return check('recovery', 'transition', 'ok', says.transitionFine(fitting, ours.key));
  const offered = ours.transitions.map(({ name, to }) => (name === to.name ? name : `${name} → ${to.name}`)).join(', ');
  return check('recovery', 'transition_missing', 'warn', says.transitionMissing(wanted.join(', '), ours.key, offered));
}
