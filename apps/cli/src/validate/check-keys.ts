/** Pure: what the rules want of Guance, and these settings cannot give; here, since the worker may well have others. */
import type { Rules } from '@guance-jira/mapping';
import { type WorkerEnv, wantedOfGuance } from '@guance-jira/operations';
import type { Words } from '../words/words.ts';

export function missingKeys(
  rules: Rules,
  { GUANCE_API_KEYS: keys, GUANCE_CLIENT_TOKENS: tokens }: Pick<WorkerEnv, 'GUANCE_API_KEYS' | 'GUANCE_CLIENT_TOKENS'>,
  { validate: says }: Words,
): string[] {
  const { back, catchUp, logs, chart } = wantedOfGuance(rules);
  const needs = (routes: readonly string[], say: (names: string) => string) =>
    routes.length === 0 ? [] : [say(routes.join(', '))];
  if (keys !== undefined) return tokens === undefined ? needs(chart, says.needsToken) : [];
  return [
    ...needs(back, (names) => says.needsKey(names, 'back:')),
    ...needs(catchUp, (names) => says.needsKey(names, 'catchUp: true')),
    ...needs([...new Set([...logs, ...chart])], (names) => says.needsKey(names, 'context:')),
  ];
}

/** `back: {}` and `context: {}` look as if they did something. */
export function emptyWishes(rules: Rules, { validate: says }: Words): string[] {
  return rules.routes.flatMap((route) => {
    if (route.kind !== 'issue') return [];
    const { back, context, name } = route;
    return [
      ...(back && !back.restore && back.muteMs === null ? [says.doesNothing(name, 'back:')] : []),
      ...(context && !context.chart && !context.logs ? [says.doesNothing(name, 'context:')] : []),
    ];
  });
}
