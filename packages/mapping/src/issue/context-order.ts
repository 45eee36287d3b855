/** What a new issue is given besides: the queries, with what the alert says in them. Pure. */
import type { Context, IssueRoute } from '../rules/rules.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import { type Language, languageOf } from '../text/language.ts';

/** A query in DQL, or why there is none. */
export type AskedQuery = { readonly query: string } | { readonly problem: string };

export type ContextOrder = {
  /** `query` null: the monitor's own, which Guance is asked for. */
  readonly chart: { readonly query: AskedQuery | null } | null;
  readonly logs: { readonly query: AskedQuery; readonly lines: number; readonly withinMs: number } | null;
  /** The time that all of it is about, in milliseconds. */
  readonly at: number;
  readonly language: Language;
  readonly timezone: string;
};

export function contextOf(event: AlertEvent, route: IssueRoute, { chart, logs }: Context): ContextOrder {
  return {
    chart: chart && { query: chart.query && asked(chart.query, event) },
    logs: logs && { query: asked(logs.query, event), lines: logs.lines, withinMs: logs.withinMs },
    at: event.eventTime ?? event.receivedAt,
    language: languageOf(route.language, event.language),
    timezone: route.timezone,
  };
}

/**
 * Whoever can name a host could end the text that it stands in and ask for other logs. How DQL escapes is not documented for all its
 * engines, so what would need it is not asked for at all.
 */
function asked(template: NonNullable<Context['logs']>['query'], event: AlertEvent): AskedQuery {
  let unsafe: string | null = null;
  const { text, problem } = template.render(event, (value) => {
    if (UNSAFE.test(value)) unsafe ??= value;
    return value;
  });
  if (problem !== null) return { problem };
  if (unsafe !== null)
    return { problem: 'the alert brings a quote, a backslash or a control character into the query' };
  const query = text.trim();
  if (query === '') return { problem: 'the query is empty for this alert' };
  return query.length > MAX_QUERY ? { problem: 'the query is too long for this alert' } : { query };
}

const UNSAFE = /['"`\\\p{Cc}\u2028\u2029]/u;
const MAX_QUERY = 4000;
