/** An event's issue as the worker would ask for it: with its fields by what Jira tells of them. */
import type { UnfitField } from '@guance-jira/jira';
import { issueRouteNamed, mayTakeInstead, noteFor, type Plan, type Rules, withNotes } from '@guance-jira/mapping';
import type { JiraReader } from '../jira/reader.ts';
import { type Lack, lackingIn } from '../validate/lacking.ts';

type Open = Extract<Plan, { action: 'open' }>;

export interface FittedPlan {
  readonly plan: Open;
  /** What the issue goes without, and why. */
  readonly unfit: readonly UnfitField[];
  /** Fields without which Jira, or the route, makes no issue, and which it would lack. */
  readonly lacks: readonly Lack[];
  /** Where the event goes then; null: it fails. */
  readonly instead: { readonly project: string; readonly issueType: string } | null;
}

/** Null where Jira does not tell its fields: they go as the rules have them. @throws JiraFailure */
export async function fitPlan(
  plan: Open,
  rules: Rules,
  jira: Pick<JiraReader, 'createSchema' | 'deployment'>,
): Promise<FittedPlan | null> {
  const { project, issueType, language } = plan.draft;
  const schema = await jira.createSchema(project, issueType);
  const route = issueRouteNamed(plan.route, rules);
  if (schema === null || route === null) return null;
  const { draft, unfit, lacks } = lackingIn(plan.draft, route, schema, jira.deployment);
  const notes = [...new Set(unfit.map(({ field }) => field))].map((value) =>
    noteFor(language, 'field', { value, route: route.name }),
  );
  const { fallback } = plan;
  const instead = fallback !== null && mayTakeInstead(fallback, draft) ? fallback : null;
  return { plan: { ...plan, draft: withNotes(draft, notes) }, unfit, lacks, instead };
}
