import { compileField } from '../fields/custom.ts';
import { compileMatches } from '../match.ts';
import { compileTemplate } from '../template.ts';
import { durationMs } from './duration.ts';
import type { Options, RulesFile } from './file.ts';
import type { IssueRoute, Route, Rules, Storm } from './rules.ts';

/** The route that an event takes when no rule names one. */
export const fallbackRouteName = 'fallback';

/** Compiles a file that has passed its schema and `crossCheck`. */
export function compileRules(file: RulesFile): Rules {
  const defaults = file.defaults ?? {};
  const fallback = file.fallback === undefined ? null : compileFallback(file.fallback, defaults);
  return Object.freeze({
    routes: Object.freeze(file.routes.map((route) => compileRoute(route, defaults))),
    people: Object.freeze({ ...file.people }),
    storm: file.storm === undefined ? null : compileStorm(file.storm),
    unmatched: file.unmatched ?? (fallback === null ? 'ignore' : 'fallback'),
    fallback,
  });
}

function compileRoute(route: RulesFile['routes'][number], defaults: Options): Route {
  const match = Object.freeze(route.match ?? {});
  const matching = { match, matches: compileMatches(match) };
  if (route.ignore)
    return Object.freeze({ kind: 'ignore', name: route.name, ...matching, reason: route.reason ?? null });
  return compileIssueRoute(route.name, matching, { ...defaults, ...defined(route) });
}

/** It must take what others could not, so it inherits nothing that a Jira project could refuse. */
function compileFallback(fallback: NonNullable<RulesFile['fallback']>, defaults: Options): IssueRoute {
  const { summary, timezone, language, labels, group } = defaults;
  const inherited = defined({ summary, timezone, language, labels, group });
  return compileIssueRoute(
    fallbackRouteName,
    { match: {}, matches: () => true },
    { ...inherited, ...defined(fallback) },
  );
}

function compileIssueRoute(
  name: string,
  matching: Pick<IssueRoute, 'match' | 'matches'>,
  options: Options,
): IssueRoute {
  const timezone = options.timezone ?? 'Asia/Shanghai';
  const template = (source: string) => compileTemplate(source, timezone);
  return Object.freeze({
    kind: 'issue',
    name,
    ...matching,
    project: options.project ?? '',
    issueType: options.issueType ?? '',
    group: options.group ?? 'event',
    timezone,
    language: options.language ?? 'auto',
    summary: template(options.summary ?? '{{ df_title }}'),
    priority: options.priority ?? null,
    assignee: options.assignee === undefined ? null : template(options.assignee),
    labels: (options.labels ?? ['guance', '{{ df_workspace_name }}']).map(template),
    fields: Object.entries(options.fields ?? {}).map(
      ([field, value]) => [field, compileField(value, timezone)] as const,
    ),
    recover: options.recover === undefined ? null : compileRecover(options.recover),
    recoverGraceMs: durationMs(options.recoverGrace ?? '60s'),
    reopenWithinMs: durationMs(options.reopenWithin ?? '24h'),
    holdForMs: durationMs(options.holdFor ?? 0),
    wontFix: options.wontFix ?? [],
    commentThrottleMs: options.comments === undefined ? null : durationMs(options.comments.throttle),
  });
}

function compileRecover(recover: NonNullable<Options['recover']>): IssueRoute['recover'] {
  const { transition = [], resolution = null } = recover;
  return { transitions: typeof transition === 'string' ? [transition] : transition, resolution };
}

function compileStorm(storm: NonNullable<RulesFile['storm']>): Storm {
  const { limit, window, keep = [], keepLimit = 20 } = storm;
  return Object.freeze({ limit, windowMs: durationMs(window), keep, keepLimit });
}

/** Without keys that hold undefined, which would hide the defaults when spread over them. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
