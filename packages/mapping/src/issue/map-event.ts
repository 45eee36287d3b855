import { assigneeOf } from '../fields/assignee.ts';
import { nameOf } from '../fields/choice.ts';
import { fieldsOf, listsOf, wikiFieldsOf } from '../fields/custom.ts';
import { descriptionOf } from '../fields/description.ts';
import { labelsOf } from '../fields/labels.ts';
import { isStandard, priorityOf } from '../fields/priority.ts';
import { summaryOf } from '../fields/summary.ts';
import { watchersOf } from '../fields/watchers.ts';
import { routeFor } from '../routing/route.ts';
import type { Group, IssueRoute, Rules } from '../rules/rules.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import { inTimezone } from '../source/read-alert.ts';
import { languageOf } from '../text/language.ts';
import { type ContextOrder, contextOf } from './context-order.ts';
import type { IssueDraft } from './draft.ts';

export type IgnoreReason = 'notice' | 'recovery' | 'unmatched' | 'route_ignores';

export type IgnorePlan = {
  readonly action: 'ignore';
  readonly route: string | null;
  readonly reason: IgnoreReason;
  readonly detail?: string;
};

/** What shall become of an event, by the rules alone. */
export type Plan =
  | IgnorePlan
  | ({
      readonly action: 'open';
      readonly route: string;
      readonly group: Group;
      readonly faultKey: string;
      readonly objectKey: string;
      /** The route says what a recovery shall do. */
      readonly recovers: boolean;
      /** Its create is out, and the rules open nothing any more: its end where Jira surely has not made the issue. */
      readonly unlessMade?: IgnorePlan;
      /** What the issue is given once it stands. */
      readonly context?: ContextOrder;
    } & Drafts);

/** The issue as the route wants it, and as the fallback would have it should Jira refuse project or type. */
export type Drafts = {
  readonly draft: IssueDraft;
  readonly fallback: IssueDraft | null;
  /** What went wrong in templates; the issue is made all the same. */
  readonly warnings: readonly string[];
};

/** Pure: the same event and rules give the same plan. */
export function planFor(event: AlertEvent, rules: Rules): Plan {
  if (event.notice) return { action: 'ignore', route: null, reason: 'notice' };
  const route = routeFor(event, rules);
  if (route?.kind === 'ignore') {
    const detail = route.reason === null ? {} : { detail: route.reason };
    return { action: 'ignore', route: route.name, reason: 'route_ignores', ...detail };
  }
  if (event.recovered) return { action: 'ignore', route: route?.name ?? null, reason: 'recovery' };
  if (route === null) return { action: 'ignore', route: null, reason: 'unmatched' };
  return planWith(event, route, rules);
}

/** To open an issue by this route, whether or not it matches: later events of a fault follow the route that opened it. */
export function planWith(event: AlertEvent, route: IssueRoute, rules: Rules): Extract<Plan, { action: 'open' }> {
  return {
    action: 'open',
    route: route.name,
    group: route.group,
    faultKey: event.faultKey,
    objectKey: event.objectKey,
    recovers: route.recover !== null,
    ...draftFor(event, route, rules),
    ...(route.context === null ? {} : { context: contextOf(event, route, route.context) }),
  };
}

/** The priority that this route gives to the event's level. */
export function priorityFor(event: AlertEvent, route: IssueRoute): string | null {
  return priorityOf(event, route.priority);
}

/** The issue that this route makes of the event, whether or not it matches. */
export function draftFor(event: AlertEvent, route: IssueRoute, rules: Rules): Drafts {
  const warnings: string[] = [];
  const draft = compose(event, route, rules, warnings);
  const { fallback } = rules;
  const differs = fallback !== null && (fallback.project !== draft.project || fallback.issueType !== draft.issueType);
  return {
    draft,
    fallback: differs ? compose(event, fallback, rules, warnings) : null,
    warnings: [...new Set(warnings)],
  };
}

function compose(given: AlertEvent, route: IssueRoute, rules: Rules, warnings: string[]): IssueDraft {
  const event = inTimezone(given, route.timezone);
  const language = languageOf(route.language, event.language);
  const wikiFields = wikiFieldsOf(event, route.fields);
  const watchers = watchersOf(event, route.watchers, rules.people, warnings);
  const { internal, visibility } = route.audience;
  return {
    route: route.name,
    project: nameOf(event, route.project, 'project', warnings),
    issueType: nameOf(event, route.issueType, 'issueType', warnings),
    summary: summaryOf(event, route.summary, warnings),
    description: descriptionOf(
      event,
      { language, timezone: route.timezone, route: route.name },
      warnings,
      route.description,
    ),
    priority: priorityOf(event, route.priority, warnings),
    ...(isStandard(route.priority) ? { priorityIsStandard: true as const } : {}),
    assignee: assigneeOf(event, route.assignee, rules.people, warnings),
    labels: labelsOf(event, route.labels, warnings),
    fields: fieldsOf(event, route.fields, warnings),
    ...(route.required.length === 0 ? {} : { required: route.required }),
    ...(Object.keys(wikiFields).length === 0 ? {} : { wikiFields }),
    ...(route.fields.length === 0
      ? {}
      : {
          writing: {
            timezone: route.timezone,
            people: rules.people,
            lists: listsOf(event, route.fields),
          },
        }),
    ...(watchers.length === 0 ? {} : { watchers }),
    ...(internal || visibility !== null ? { audience: route.audience } : {}),
    language,
    eventLink: event.link,
    eventId: event.eventId,
  };
}
