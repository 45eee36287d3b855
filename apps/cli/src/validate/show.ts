/** Pure: the table of routes, and below it what is not well. */
import { checkLines } from '../command-line/check-lines.ts';
import { columns, indent, type Look, worst } from '../command-line/format.ts';
import type { Words } from '../words/words.ts';
import { TOPICS } from './check-route.ts';
import { type CheckedRoute, findingsOnce } from './findings-once.ts';

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
  const details = findingsOnce(routes, ({ level, code }) => level !== 'ok' || WAYS.includes(code)).flatMap(
    ({ route, places, checks }) => {
      const where = places.length === 0 ? '' : ` (${places.join(', ')})`;
      return ['', look.strong(`${route}${where}`), ...checkLines(checks, topic, look).map((line) => indent(line, 2))];
    },
  );
  return [...table, ...details, '', ...sum(routes, { bad, warn }, words, look)].join('\n');
}

/** Never that all is well where something could not be looked at. */
function sum(
  routes: readonly CheckedRoute[],
  { bad, warn }: { bad: number; warn: number },
  { validate: says }: Words,
  look: Look,
): string[] {
  const isSure = routes.every(({ checks }) => checks.every(({ level }) => level !== 'unknown'));
  const fine = isSure ? look.level('ok', says.allFine) : look.level('unknown', says.fineSoFar);
  const unproven = [...new Set(unprovenIn(routes).map(({ route }) => route.name))];
  return [
    bad + warn === 0 ? fine : look.level(bad > 0 ? 'bad' : 'warn', says.found(bad, warn)),
    ...(unproven.length === 0 ? [] : [look.level('warn', says.unproven(unproven.join(', ')))]),
  ];
}

/** Those whose recovery may be refused for all that could be seen. */
export function unprovenIn(routes: readonly CheckedRoute[]): CheckedRoute[] {
  return routes.filter(({ checks }) => checks.some(({ code }) => UNPROVEN.includes(code)));
}
const UNPROVEN = ['transition_unchecked', 'recovery_unproven'];

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
