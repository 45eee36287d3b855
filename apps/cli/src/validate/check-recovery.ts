/** Pure: what a recovery needs of Jira. Transitions show only on an issue, so they wait for the first one of ours. */

import type { Choice } from '@guance-jira/jira';
import { chooseTransition, DONE, endsUnsolved, fieldNamed, meansNotSolved } from '@guance-jira/jira';
import type { IssueRoute } from '@guance-jira/mapping';
import type { PlaceFacts, RouteFacts } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

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
  // Every project has a finished state; a name has to be seen.
  const isNamed = recover?.transitions.some((target) => !DONE.includes(target)) ?? false;
  if (recover !== null && (place.ours !== null || isNamed))
    checks.push(transitions(recover.transitions, wontFix, place, words), ...closing(route, place, words));
  return checks.length > 0 ? checks : [check('recovery', 'recovery', 'ok', says.recoverFine)];
}

function transitions(wanted: readonly string[], wontFix: readonly string[], place: PlaceFacts, words: Words): Check {
  const { ours } = place;
  const says = words.validate;
  if (ours === null)
    return check('recovery', 'transition_unchecked', 'unknown', says.transitionUnchecked(wanted.join(', ')));
  const choice = chosen(wanted, wontFix, place);
  if (choice !== null) {
    const { name, to } = choice.transition;
    const shown = name === to.name ? name : `${name} → ${to.name}`;
    if (!choice.final) return check('recovery', 'transition_in_steps', 'ok', says.transitionInSteps(shown, ours.key));
    const named = wanted.some((target) => !DONE.includes(target) && meansNotSolved(target, wontFix));
    if (!endsUnsolved(choice.transition, wontFix) || named)
      return check('recovery', 'transition', 'ok', says.transitionFine(shown, ours.key));
    return check('recovery', 'transition_not_solved', 'warn', says.transitionNotSolved(shown, ours.key));
  }
  const offered = ours.transitions.map(({ name, to }) => (name === to.name ? name : `${name} → ${to.name}`)).join(', ');
  return check('recovery', 'transition_missing', 'warn', says.transitionMissing(wanted.join(', '), ours.key, offered));
}

function chosen(targets: readonly string[], wontFix: readonly string[], { ours, statuses }: PlaceFacts): Choice | null {
  const at = { visited: [], statuses: statuses ?? [], mayStep: true };
  const choice = chooseTransition(ours?.transitions ?? [], { targets, wontFix }, at);
  return choice === 'statuses' ? null : choice;
}

/** What the screen of the closing transition asks for and the rules do not fill, and what they fill that it has not. */
function closing(route: IssueRoute, place: PlaceFacts, words: Words): Check[] {
  const { recover, wontFix } = route;
  const choice = recover && chosen(recover.transitions, wontFix, place);
  if (recover === null || !choice?.final) return [];
  const { name, screen = [] } = choice.transition;
  const says = words.validate;
  const filled = recover.fields.map(([field]) => fieldNamed(screen, field)?.id);
  const missing = screen.filter(({ id, required }) => required && !filled.includes(id));
  const elsewhere = recover.fields.filter(([field]) => fieldNamed(screen, field) === undefined);
  return [
    ...missing.map((field) => check('recovery', 'closing_required', 'warn', says.closingRequired(name, field.name))),
    ...elsewhere.map(([field]) => {
      const there = screen.map((known) => known.name).join(', ');
      return check('recovery', 'closing_unknown', 'warn', says.closingUnknown(name, field, there));
    }),
  ];
}
