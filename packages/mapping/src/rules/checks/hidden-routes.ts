/** Routes that never get an event, as one above them takes all of theirs. In a folder the two may belong to two teams. */
import { isRecord } from '../../event-fields.ts';
import { compileMatch } from '../../routing/match.ts';
import { covers, type MatchForm, readMatchForm, type Words } from '../../routing/match-form.ts';
import type { RulesProblem } from '../problems.ts';
import type { RouteAt } from './parts.ts';

export function checkHidden(routes: readonly RouteAt[]): RulesProblem[] {
  const read = routes.map((at) => ({ ...at, match: readMatch(at.route.match) }));
  const all = read.findIndex(({ match }) => match?.size === 0);
  const reachable = all === -1 ? read : read.slice(0, all + 1);
  const hidden = reachable.flatMap((later, index) => {
    const { match } = later;
    if (match === null || match.size === 0) return [];
    const earlier = reachable.slice(0, index).find((other) => other.match !== null && coversAll(other.match, match));
    if (earlier === undefined) return [];
    return [
      later.file.problem({
        path: later.path,
        message: `this route is never used: "${String(earlier.route.name)}" at ${earlier.file.place(earlier.path)} takes all its events`,
        hint: 'put it above that route, or give it another match',
      }),
    ];
  });
  return [...hidden, ...takesAll(read, all)];
}

function takesAll(routes: readonly RouteAt[], index: number): RulesProblem[] {
  const [taker, next] = [routes[index], routes[index + 1]];
  if (taker === undefined || next === undefined) return [];
  return [
    taker.file.problem({
      path: taker.path,
      message: `this route takes every event, so no route below it is ever used: "${String(next.route.name)}" at ${next.file.place(next.path)}`,
      hint:
        taker.file === next.file
          ? 'move it to the end, or give it a match'
          : 'give it a match, or move it to the end of the file whose name is last',
    }),
  ];
}

/** Each of its fields is among the other's, and asks no more there. */
function coversAll(earlier: ReadonlyMap<string, Words>, later: ReadonlyMap<string, Words>): boolean {
  return [...earlier].every(([field, words]) => {
    const other = later.get(field);
    return other !== undefined && covers(words, other);
  });
}

/** Null for a match that is wrong, which is told elsewhere. */
function readMatch(match: unknown): ReadonlyMap<string, Words> | null {
  if (match === undefined) return new Map();
  if (!isRecord(match)) return null;
  try {
    return new Map(
      Object.entries(match).map(([field, form]) => {
        compileMatch(form as MatchForm);
        return [field, readMatchForm(form as MatchForm)];
      }),
    );
  } catch {
    return null;
  }
}
