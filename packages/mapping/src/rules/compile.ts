import type { NameRule } from '../fields/choice.ts';
import type { Choosing } from '../fields/choosing.ts';
import { compileChoosing, compileField } from '../fields/custom.ts';
import { compileDescription } from '../fields/own-description.ts';
import { type PriorityRule, projectDefault, standardPriorities } from '../fields/priority.ts';
import { requiredOf } from '../fields/required.ts';
import { compileMatches } from '../routing/match.ts';
import { DEFAULT_LABELS, DEFAULT_SUMMARY } from '../source/guance/rule-fields.ts';
import { compileTemplate } from '../template/template.ts';
import { type Audience, audienceOf } from './audience.ts';
import { defaultsIn } from './common.ts';
import type { Back, Context, IssueRoute, Recover, Route, Rules, Storm } from './rules.ts';
import { durationMs } from './schema/duration.ts';
import type { RulesFile } from './schema/file.ts';
import type { Options } from './schema/options.ts';

/** The route that an event takes when no rule names one. */
export const fallbackRouteName = 'fallback';

/** Compiles files that have passed their schema and `crossCheck`, in this order. */
export function compileRules(files: readonly RulesFile[]): Rules {
  const holder = files.find(({ fallback }) => fallback !== undefined);
  const fallback = holder?.fallback ? compileFallback(holder.fallback, mergedDefaults(holder, files)) : null;
  const storm = files.map((file) => file.storm).find((value) => value !== undefined);
  const unmatched = files.map((file) => file.unmatched).find((value) => value !== undefined);
  return Object.freeze({
    routes: Object.freeze(files.flatMap((file) => compileRoutes(file, mergedDefaults(file, files)))),
    people: Object.freeze(Object.assign({}, ...files.map(({ people }) => people))),
    storm: storm === undefined ? null : compileStorm(storm),
    unmatched: unmatched ?? (fallback === null ? 'ignore' : 'fallback'),
    fallback,
  });
}

function mergedDefaults(file: RulesFile, files: readonly RulesFile[]): Options {
  return Object.assign({}, ...defaultsIn(file, files).map(defined));
}

function compileRoutes({ routes = [] }: RulesFile, defaults: Options): Route[] {
  return routes.map((route) => {
    const match = Object.freeze(defined(route.match ?? {}));
    const matching = { match, matches: compileMatches(match) };
    if (route.ignore)
      return Object.freeze({ kind: 'ignore', name: route.name, ...matching, reason: route.reason ?? null });
    const audience = audienceOf(defaults.comments, route.comments);
    return compileIssueRoute(route.name, matching, { ...defaults, ...defined(route) }, audience);
  });
}

/** It must take what others could not, so it inherits nothing for which a Jira project could refuse it; a priority is left out then. */
function compileFallback(fallback: NonNullable<RulesFile['fallback']>, defaults: Options): IssueRoute {
  const { summary, timezone, language, labels, group, priority, catchUp } = defaults;
  const inherited = defined({ summary, timezone, language, labels, group, priority, catchUp });
  return compileIssueRoute(
    fallbackRouteName,
    { match: {}, matches: () => true },
    { ...inherited, ...defined(fallback) },
    audienceOf(defaults.comments),
  );
}

function compileIssueRoute(
  name: string,
  matching: Pick<IssueRoute, 'match' | 'matches'>,
  options: Options,
  audience: Audience,
): IssueRoute {
  const timezone = options.timezone ?? 'Asia/Shanghai';
  const template = (source: string) => compileTemplate(source, timezone);
  const comments = options.comments || null;
  return Object.freeze({
    kind: 'issue',
    name,
    ...matching,
    project: compileName(options.project ?? '', timezone),
    issueType: compileName(options.issueType ?? '', timezone),
    group: options.group ?? 'event',
    timezone,
    language: options.language ?? 'auto',
    summary: template(options.summary ?? DEFAULT_SUMMARY),
    description: options.description === undefined ? null : compileDescription(options.description, timezone),
    priority: compilePriority(options.priority, timezone),
    assignee: options.assignee === undefined ? null : template(options.assignee),
    labels: (options.labels ?? DEFAULT_LABELS).map(template),
    fields: compileFields(options.fields, timezone),
    required: requiredOf(options),
    follow: followedOf(options),
    recover: options.recover ? compileRecover(options.recover, timezone) : null,
    recoverGraceMs: durationMs(options.recoverGrace ?? '60s'),
    reopenWithinMs: durationMs(options.reopenWithin ?? '24h'),
    holdForMs: durationMs(options.holdFor ?? 0),
    wontFix: options.wontFix ?? [],
    commentThrottleMs: comments?.throttle === undefined ? null : durationMs(comments.throttle),
    commentsMost: comments?.most ?? 50,
    raisePriority: options.raisePriority ?? true,
    back: backOf(options),
    catchUp: options.catchUp ?? false,
    context: contextOf(options, timezone),
    audience,
    watchers: (options.watchers ?? []).map(template),
  });
}

function compileName(name: string | Choosing, timezone: string): NameRule {
  return typeof name === 'string' ? name : compileChoosing(name, timezone);
}

function compilePriority(priority: Options['priority'], timezone: string): PriorityRule {
  if (priority === undefined) return standardPriorities;
  if (priority === projectDefault) return null;
  if (typeof priority === 'string' || !isList(priority)) return priority;
  return compileChoosing(priority, timezone);
}

function isList(priority: object): priority is Choosing {
  return 'template' in priority;
}

/** Whoever writes `recover` wants the issue closed, and every Jira has this category. */
const anyDone = 'category:done';

function compileRecover(recover: Exclude<Options['recover'], false | undefined>, timezone: string): Recover {
  const { transition = anyDone, resolution = null, fields, comment } = recover;
  return {
    transitions: [transition].flat().map(String),
    resolution,
    fields: compileFields(fields, timezone),
    comment: comment === undefined ? null : compileTemplate(comment, timezone),
  };
}

/** What defaults say of it counts for routes that follow faults: an issue of one event says nothing of the others. */
function backOf({ back, group }: Options): Back | null {
  if (!back || group !== 'fault') return null;
  return { restore: back.done === 'restore', muteMs: back.wontFix ? durationMs(back.wontFix.mute) : null };
}

function contextOf({ context }: Options, timezone: string): Context | null {
  if (!context) return null;
  const { chart = false, logs } = context;
  const query = (source: string) => compileTemplate(source, timezone);
  return {
    chart: chart ? { query: chart === true ? null : query(chart.query) } : null,
    logs: logs
      ? { query: query(logs.query), lines: logs.lines ?? 20, withinMs: durationMs(logs.within ?? '15m') }
      : null,
  };
}

/** As the fields are written. What defaults follow may be no field of this route. */
function followedOf({ follow = [], fields = {}, group }: Options): string[] {
  if (group !== 'fault') return [];
  const names = follow.map((name) => name.toLowerCase());
  return Object.keys(fields).filter((field) => names.includes(field.toLowerCase()));
}

function compileFields(fields: Readonly<Record<string, unknown>> = {}, timezone: string) {
  return Object.entries(fields).map(([field, value]) => [field, compileField(value, timezone)] as const);
}

function compileStorm(storm: NonNullable<RulesFile['storm']>): Storm {
  const { limit, window, keep = [], keepLimit = 20 } = storm;
  return Object.freeze({ limit, windowMs: durationMs(window), keep, keepLimit });
}

/** Without keys that hold undefined, which would hide the defaults when spread over them. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
