/**
 * Pure: what a route makes of alerts of which nothing is known but its `match`. Some hold no more than every alert does, the others
 * hold in each variable of the route's templates a text that nobody expects.
 */
import { type ClosingValues, closingOf } from '../fields/closing.ts';
import { type FieldValue, sourcesOf } from '../fields/custom.ts';
import { plainLevels } from '../level.ts';
import { mismatchesOf } from '../routing/match.ts';
import { readMatchForm, type Word } from '../routing/match-form.ts';
import type { IssueRoute, Rules } from '../rules/rules.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import { ANYTHING, type GivenField, isCertain, possibleEvent, readAlert } from '../source/read-alert.ts';
import { sourcesIn } from '../template/sources-in.ts';
import { variablesIn } from '../template/variables-in.ts';
import { type Drafts, draftFor } from './map-event.ts';

export type Possible<T> = T & {
  /** `df_status`. */
  readonly status: string;
  /** Holds what every alert does, and what the `match` asks for, and nothing besides. */
  readonly isBare: boolean;
};

export function possibleDrafts(route: IssueRoute, rules: Rules): Possible<Drafts>[] {
  const [first = 'critical', ...others] = statusesOf(route);
  const bare = [[], ...matchedOtherwise(route)].map((given) => possible(route, first, given, true));
  const literal = literalsIn(route).map((value) => possible(route, first, everyVariable(route, value), false));
  const levels = [first, ...others].flatMap((status) => [
    ...(status === first ? [] : [possible(route, status, [], true)]),
    possible(route, status, everyVariable(route, null), false),
  ]);
  return [...bare, ...literal, ...levels].map(({ event, ...how }) => ({ ...draftFor(event, route, rules), ...how }));
}

/** What its recoveries bring to the screen that closes the issue. */
export function possibleClosings(route: IssueRoute, rules: Rules): Possible<{ readonly closing: ClosingValues }>[] {
  const recoveries = [possible(route, 'ok', [], true), possible(route, 'ok', everyVariable(route, null), false)];
  return recoveries.map(({ event, ...how }) => ({ closing: closingOf(route, event, rules.people), ...how }));
}

/** The variables of this value that an alert of the route may lack, as templates have them: `tags.env`. */
export function uncertainIn(value: FieldValue | string, route: IssueRoute): string[] {
  const sources = typeof value === 'string' ? [value] : sourcesOf(value);
  const wanted = wantedBy(route).map(({ path }) => path.join('.'));
  const names = sources
    .flatMap(variablesIn)
    .filter((path) => !isCertain(path))
    .map((path) => path.join('.'));
  return [...new Set(names)].filter((name) => !wanted.includes(name));
}

function possible(route: IssueRoute, status: string, given: readonly GivenField[], isBare: boolean) {
  const all = new Map([...matched(route), ...given].map((one) => [one.path.join('.'), one]));
  const raw = possibleEvent(status, [...all.values()]);
  const event: AlertEvent = readAlert(raw, { eventId: 'event-0', receivedAt: 1_700_000_000_000 });
  return { event, status, isBare };
}

/** Those that the `match` lets through best: of what it asks besides a level, all of them have the same. */
function statusesOf({ match }: IssueRoute): readonly string[] {
  const mismatches = (status: string) =>
    mismatchesOf(readAlert(possibleEvent(status, []), { eventId: 'event-0', receivedAt: 0 }), match).length;
  const least = Math.min(...plainLevels.map(mismatches));
  return plainLevels.filter((status) => mismatches(status) === least);
}

/** What the `match` asks for is there. */
function matched(route: IssueRoute): GivenField[] {
  return wantedBy(route).map(({ path, words: [first] }) => ({
    path,
    value: first === undefined ? null : example(first),
  }));
}

/** The same with each further word that one of its fields may have. */
function matchedOtherwise(route: IssueRoute): GivenField[][] {
  return wantedBy(route)
    .flatMap(({ path, words }) => words.slice(1).map((word) => [{ path, value: example(word) }]))
    .slice(0, MAX_TRIED);
}

function wantedBy({ match }: IssueRoute) {
  return Object.entries(match).flatMap(([field, form]) => {
    const { wanted } = readMatchForm(form);
    const path = field.startsWith('tags.') ? ['tags', field.slice('tags.'.length)] : [field];
    return wanted.length === 0 ? [] : [{ path, words: wanted }];
  });
}

/** A text that fits; of a regular expression nobody can tell one. */
function example({ kind, text }: Word): string | null {
  if (kind === 'exact') return text;
  return kind === 'glob' ? text.replaceAll('*', ANYTHING).replaceAll('?', 'x') : null;
}

function everyVariable(route: IssueRoute, value: string | null): GivenField[] {
  const wanted = wantedBy(route).map(({ path }) => path.join('.'));
  const paths = templatesOf(route).flatMap(variablesIn);
  return paths.filter((path) => !wanted.includes(path.join('.'))).map((path) => ({ path, value }));
}

/** The texts that a template compares with: an alert may well hold them. */
function literalsIn(route: IssueRoute): string[] {
  const found = templatesOf(route)
    .filter((source) => source.includes('{%'))
    .flatMap((source) => [...source.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, a, b]) => a ?? b ?? ''));
  return [...new Set(found)].filter((text) => text !== '').slice(0, MAX_TRIED);
}

const MAX_TRIED = 20;

/** Those of texts, lists and people beside the fields may be empty, so what an alert lacks matters little there. */
function templatesOf({ summary, description, labels, watchers, match, matches, ...others }: IssueRoute): string[] {
  return sourcesIn({ ...others, recover: others.recover?.fields ?? [] });
}
