import type { IssueRoute, Rules } from '@guance-jira/mapping';

/** The routes that need something of Guance beside its webhook, by what they need. */
export interface WantedOfGuance {
  readonly back: readonly string[];
  readonly catchUp: readonly string[];
  readonly logs: readonly string[];
  readonly chart: readonly string[];
}

export function wantedOfGuance(rules: Rules | null): WantedOfGuance {
  const all = rules === null ? [] : [...rules.routes, ...(rules.fallback === null ? [] : [rules.fallback])];
  const names = (wants: (route: IssueRoute) => unknown) =>
    all.flatMap((route) => (route.kind === 'issue' && wants(route) ? [route.name] : []));
  return {
    back: names(({ back }) => back),
    catchUp: names(({ catchUp }) => catchUp),
    logs: names(({ context }) => context?.logs),
    chart: names(({ context }) => context?.chart),
  };
}
