/** Pure: whether Guance can be told what the rules want it to be told. */
import type { GuanceFacts } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

export function checkGuance({ routes, keys }: GuanceFacts, { doctor: says }: Words): Check[] {
  if (routes.length === 0) return [];
  if (keys.length === 0) return [check('guance', 'guance_no_key', 'bad', says.guanceNoKey(routes.join(', ')))];
  return keys.map(({ workspace, problem }) =>
    problem === null
      ? check('guance', 'guance', 'ok', says.guanceWell(workspace))
      : check('guance', 'guance_refuses', 'bad', says.guanceRefuses(workspace, problem)),
  );
}
