/** Pure: whether Guance can be told and asked what the rules want. */
import type { GuanceFacts } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

/** @param looksForMissed whether CATCH_UP_EVERY has the workers look for what never came */
export function checkGuance({ wanted, keys, tokens }: GuanceFacts, looksForMissed: boolean, words: Words): Check[] {
  const { doctor: says } = words;
  const { back, catchUp, logs, chart } = wanted;
  const context = [...new Set([...logs, ...chart])];
  if (keys.length === 0)
    return [
      ...(back.length === 0 ? [] : [check('guance', 'guance_no_key', 'bad', says.guanceNoKey(back.join(', ')))]),
      ...(catchUp.length === 0
        ? []
        : [check('catch_up', 'catch_up_no_key', 'bad', says.catchUpNoKey(catchUp.join(', ')))]),
      ...(context.length === 0
        ? []
        : [check('context', 'context_no_key', 'warn', says.contextNoKey(context.join(', ')))]),
    ];
  return [
    ...keys.map(({ workspace, problem }) =>
      problem === null
        ? check('guance', 'guance', 'ok', says.guanceWell(workspace))
        : check('guance', 'guance_refuses', 'bad', says.guanceRefuses(workspace, problem)),
    ),
    ...(catchUp.length > 0 && !looksForMissed
      ? [check('catch_up', 'catch_up_off', 'warn', says.catchUpOff(catchUp.join(', ')))]
      : []),
    ...checkTokens({ wanted, keys, tokens }, words),
  ];
}

function checkTokens({ wanted, keys, tokens }: GuanceFacts, { doctor: says }: Words): Check[] {
  const routes = wanted.chart.join(', ');
  if (routes === '') return [];
  const without = keys.filter(({ workspace }) => !tokens.some((token) => token.workspace === workspace));
  return [
    ...tokens.map(({ workspace, problem, isSure }) => {
      if (problem === null) return check('context', 'client_token', 'ok', says.tokenWell(workspace));
      return isSure
        ? check('context', 'client_token_refused', 'warn', says.tokenRefused(workspace, problem))
        : check('context', 'client_token_untold', 'unknown', says.clientTokenUntold(workspace, problem));
    }),
    ...(without.length === 0
      ? []
      : [
          check(
            'context',
            'client_token_missing',
            'warn',
            says.noClientToken(routes, without.map(({ workspace }) => workspace).join(', ')),
          ),
        ]),
  ];
}
