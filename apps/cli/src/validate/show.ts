/** Pure: the table of routes, and below it what is not well. */
import type { IgnoreRoute } from '@guance-jira/mapping';
import type { PlacedRoute } from '@guance-jira/operations';
import { type Check, checkLines } from '../command-line/check.ts';
import { columns, indent, type Look, worst } from '../command-line/format.ts';
import type { Words } from '../words/words.ts';
import { TOPICS } from './check-route.ts';

export interface CheckedRoute {
  readonly route: IgnoreRoute | PlacedRoute;
  readonly checks: readonly Check[];
}

export function showRoutes(
  routes: readonly CheckedRoute[],
  { bad, warn }: { bad: number; warn: number },
  words: Words,
  look: Look,
): string {
  const says = words.validate;
  const topic = (name: string) => says.topics[name] ?? name;
  const head = ['', says.route, says.place, ...TOPICS.map(topic)].map(look.faint);
  const table = columns([head, ...routes.map((one) => rowOf(one, words, look))]);
  const details = routes.flatMap(({ route, checks }) => {
    const open = checks.filter(({ level, code }) => level !== 'ok' || WAYS.includes(code));
    if (open.length === 0) return [];
    const several = routes.filter((one) => one.route.name === route.name).length > 1;
    const place = several && route.kind === 'issue' ? ` (${route.project} / ${route.issueType})` : '';
    return ['', look.strong(`${route.name}${place}`), ...checkLines(open, topic, look).map((line) => indent(line, 2))];
  });
  const sum =
    bad + warn === 0 ? look.level('ok', says.allFine) : look.level(bad > 0 ? 'bad' : 'warn', says.found(bad, warn));
  return [...table, ...details, '', sum].join('\n');
}

/** Shown where they are well too: nobody else tells which way a recovery goes. */
const WAYS = ['transition', 'transition_in_steps'];

function rowOf({ route, checks }: CheckedRoute, words: Words, look: Look): string[] {
  if (route.kind === 'ignore') return [' ', route.name, words.validate.ignored];
  const signs = TOPICS.map((topic) => {
    const levels = checks.filter((one) => one.topic === topic).map(({ level }) => level);
    return levels.length === 0 ? '' : look.sign(worst(levels));
  });
  const all = worst(checks.map(({ level }) => (level === 'unknown' ? 'ok' : level)));
  return [look.sign(all), route.name, `${route.project} / ${route.issueType}`, ...signs];
}
