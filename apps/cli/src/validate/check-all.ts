import type { Rules } from '@guance-jira/mapping';
import { type JiraReader, placesOf } from '@guance-jira/operations';
import type { Words } from '../words/words.ts';
import { checkRoute } from './check-route.ts';
import type { CheckedRoute } from './findings-once.ts';
import { gatherFacts } from './gather.ts';

/** Every route at each of its places, and the fallback last. @throws JiraFailure when Jira does not answer */
export async function checkAllRoutes(jira: JiraReader, rules: Rules, words: Words): Promise<CheckedRoute[]> {
  const routes: CheckedRoute[] = [];
  const facts = gatherFacts(jira, rules);
  for (const route of [...rules.routes, ...(rules.fallback === null ? [] : [rules.fallback])]) {
    if (route.kind === 'ignore') routes.push({ route, checks: [] });
    else
      for (const placed of placesOf(route))
        routes.push({ route: placed, checks: checkRoute(placed, rules, await facts(placed), words) });
  }
  return routes;
}
