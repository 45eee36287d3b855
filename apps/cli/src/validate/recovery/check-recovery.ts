/** Pure: what a recovery needs of Jira. Transitions show only on an issue, so they wait for the first one. */

import type { Transition } from '@guance-jira/jira';
import { DONE, endsUnsolved, meansNotSolved } from '@guance-jira/jira';
import type { IssueRoute, Rules } from '@guance-jira/mapping';
import type { PlacedRoute, PlaceFacts, RouteFacts } from '@guance-jira/operations';
import { type Check, check } from '../../command-line/check.ts';
import type { Words } from '../../words/words.ts';
import { checkClosing } from './check-closing.ts';
import { type ClosingWay, closingWays } from './closing-ways.ts';

type Recover = NonNullable<IssueRoute['recover']>;

export function checkRecovery(route: PlacedRoute, rules: Rules, { site, place }: RouteFacts, words: Words): Check[] {
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
  if (recover !== null) checks.push(...transitions(route, rules, recover, place, words));
  return checks.length > 0 ? checks : [check('recovery', 'recovery', 'ok', says.recoverFine)];
}

function transitions(route: PlacedRoute, rules: Rules, recover: Recover, place: PlaceFacts, words: Words): Check[] {
  const { wontFix, issueType } = route;
  const unseen = statusesUnseen(place);
  const unproven = words.validate.recoveryUnproven(unseen.join(', '), issueType);
  if (place.seen.length === 0) return [check('recovery', 'transition_unchecked', 'unknown', unproven)];
  const ways = closingWays({ targets: recover.transitions, wontFix }, place);
  return [
    ...ways.map((way) => wayCheck(way, recover.transitions, wontFix, words)),
    ...checkClosing(route, rules, ways, words),
    ...(unseen.length === 0 ? [] : [check('recovery', 'recovery_unproven', 'unknown', unproven)]),
  ];
}

/** The open statuses from which a recovery may have to go, and of which no issue shows what their transitions ask for. */
function statusesUnseen({ seen, statuses }: PlaceFacts): string[] {
  const known = seen.map(({ status }) => status.name);
  const names = (statuses ?? []).filter(({ category }) => category !== 'done').map(({ name }) => name);
  return [...new Set(names)].filter((name) => !known.includes(name));
}

function wayCheck(way: ClosingWay, targets: readonly string[], wontFix: readonly string[], words: Words): Check {
  const { from, steps, end } = way;
  const says = words.validate;
  const status = from.status.name;
  const last = steps.at(-1);
  const seenOn = [...new Set(way.seenOn)].join(', ');
  if (last === undefined || end === 'nowhere') {
    const offered = from.transitions.map(shown).join(', ');
    return check(
      'recovery',
      'transition_missing',
      'warn',
      says.transitionMissing(targets.join(', '), status, from.key, offered),
    );
  }
  const path = steps.map(shown).join(', ');
  if (end === 'unseen')
    return check(
      'recovery',
      'transition_in_steps',
      'unknown',
      says.transitionInSteps(status, path, seenOn, last.to.name),
    );
  const named = targets.some((target) => !DONE.includes(target) && meansNotSolved(target, wontFix));
  if (!endsUnsolved(last, wontFix) || named)
    return check('recovery', 'transition', 'ok', says.transitionFine(status, path, seenOn));
  return check('recovery', 'transition_not_solved', 'warn', says.transitionNotSolved(status, path, seenOn));
}

function shown({ name, to }: Transition): string {
  return name === to.name ? name : `${name} → ${to.name}`;
}
