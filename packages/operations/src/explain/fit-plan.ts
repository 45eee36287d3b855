/** An event's issue as the worker would ask for it: with its fields by what Jira tells of them. */
import { fitDraft, type UnfitField } from '@guance-jira/jira';
import { noteFor, type Plan, withNotes } from '@guance-jira/mapping';
import type { JiraReader } from '../jira/reader.ts';

type Open = Extract<Plan, { action: 'open' }>;

export interface FittedPlan {
  readonly plan: Open;
  /** What the issue goes without, and why. */
  readonly unfit: readonly UnfitField[];
  /** Fields without which the route makes no issue, and which it would lack. */
  readonly missing: readonly string[];
}

/** Null where Jira does not tell its fields: they go as the rules have them. @throws JiraFailure */
export async function fitPlan(
  plan: Open,
  jira: Pick<JiraReader, 'createSchema' | 'deployment'>,
): Promise<FittedPlan | null> {
  const { project, issueType, language, route } = plan.draft;
  const schema = await jira.createSchema(project, issueType);
  if (schema === null) return null;
  const { draft, unfit } = fitDraft(plan.draft, schema, jira.deployment);
  const notes = [...new Set(unfit.map(({ field }) => field))].map((value) =>
    noteFor(language, 'field', { value, route }),
  );
  const missing = (draft.required ?? []).filter((id) => draft.fields[id] === undefined);
  return { plan: { ...plan, draft: withNotes(draft, notes) }, unfit, missing };
}
