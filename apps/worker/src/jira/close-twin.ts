import { twinComment } from '@guance-jira/mapping';
import { z } from 'zod';
import { isJirasRefusal } from '../tracker/classify-response.ts';
import type { IssueRef, TwinEnd } from '../tracker/tracker.ts';
import { expected } from './adapter.ts';
import type { IssueCalls } from './issue-calls.ts';

/**
 * Ends the second issue of one alert: linked to the first and closed, or, where a person has touched it or the workflow has
 * no way to close it, only commented. Safe to repeat: an issue that is done already is left alone. @throws JiraFailure
 */
export async function closeTwin(
  calls: IssueCalls,
  accounts: ReadonlySet<string>,
  twin: IssueRef,
  keep: IssueRef,
  language: 'zh' | 'en',
): Promise<TwinEnd> {
  const history = expected('get', History, await calls.history(twin.id));
  if (history.fields.status?.statusCategory?.key === 'done') return 'closed';
  const ours = authorsOf(history).every((author) => accounts.has(author));
  const close = ours ? await closingTransition(calls, twin.id) : null;
  const end = close === null ? 'left' : 'closed';
  await calls.linkDuplicate(twin.key, keep.key).catch(unlessRefused);
  await calls.comment(twin.id, twinComment(language, keep.key, end));
  if (close !== null) await calls.transition(twin.id, close);
  return end;
}

/** Told by category: names of statuses and transitions are the project's, in its own language. */
async function closingTransition(calls: IssueCalls, id: string): Promise<string | null> {
  const { transitions } = expected('transitions', Transitions, await calls.transitions(id));
  return transitions.find(({ to }) => to?.statusCategory?.key === 'done')?.id ?? null;
}

/** A link is a help for people; a project without issue links must not keep the twin open. */
function unlessRefused(error: unknown): void {
  if (!isJirasRefusal(error)) throw error;
}

const Author = z.object({ accountId: z.string().optional(), name: z.string().optional() }).nullish();
const Status = z.object({ statusCategory: z.object({ key: z.string() }).optional() }).optional();
const History = z.object({
  fields: z.object({
    status: Status,
    comment: z.object({ comments: z.array(z.object({ author: Author })) }).optional(),
  }),
  changelog: z.object({ histories: z.array(z.object({ author: Author })) }).optional(),
});
const Transitions = z.object({ transitions: z.array(z.object({ id: z.string(), to: Status })) });

function authorsOf({ fields, changelog }: z.infer<typeof History>): string[] {
  const entries = [...(fields.comment?.comments ?? []), ...(changelog?.histories ?? [])];
  return entries.map(({ author }) => author?.accountId ?? author?.name ?? 'somebody');
}
