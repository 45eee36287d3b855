/** What `validate` finds, in a few lines: the worst of it. */
import { type Check, check } from '../command-line/check.ts';
import { type CheckedRoute, findingsOnce } from '../validate/findings-once.ts';
import type { Words } from '../words/words.ts';

const MAX_SHOWN = 6;
/** Doctor asks for them by project. */
const TOLD_BY_PROJECT = ['project_missing', 'rights_missing', 'rights_useful'];

export function checkRoutes(routes: readonly CheckedRoute[], { doctor: says }: Words): Check[] {
  const isIll = ({ level }: Check) => level === 'bad' || level === 'warn';
  const ill = findingsOnce(routes, isIll).flatMap(({ route, places, checks }) => {
    const where = places.length === 0 ? route : `${route} (${places.join(', ')})`;
    return checks.map(({ code, level, text, todo }) => ({ code, level, todo: todo ?? '', text: `${where}: ${text}` }));
  });
  if (ill.length === 0) return [check('routes', 'routes', 'ok', says.routesFine(routes.length))];
  const told = ill
    .filter(({ code }) => !TOLD_BY_PROJECT.includes(code))
    .sort((a, b) => Number(b.level === 'bad') - Number(a.level === 'bad'));
  const shown = told.slice(0, MAX_SHOWN).map(({ code, level, ...said }) => check('routes', code, level, said));
  const more = told.slice(MAX_SHOWN);
  if (more.length === 0) return shown;
  const level = more.some((one) => one.level === 'bad') ? 'bad' : 'warn';
  return [...shown, check('routes', 'routes_more', level, says.routesMore(more.length))];
}
