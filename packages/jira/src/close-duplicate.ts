import { duplicateComment } from '@guance-jira/mapping';
import { z } from 'zod';
import { expected } from './adapter.ts';
import { Comments, hasComment } from './has-comment.ts';
import type { IssueCalls } from './issue-calls.ts';
import { statusesIn, transitionsIn } from './issue-now.ts';
import { isJirasRefusal } from './tracker/classify-response.ts';
import type { IssueRef } from './tracker/records/issues.ts';
import { projectOfKey } from './tracker/records/issues.ts';
import type { Transition } from './tracker/records/transitions.ts';
import type { DuplicateEnd, DuplicateNote } from './tracker/tracker.ts';
import { type Choice, MAX_STEPS, type Place, type TransitionPlan } from './tracker/transition-plan.ts';

export interface Closing {
  duplicate: IssueRef;
  keep: IssueRef;
  told: DuplicateNote;
  plan: TransitionPlan;
}

/**
 * Ends the second issue of one alert: linked to the first and closed, or, where a person has touched it or the workflow has
 * no way to close it, only commented. Safe to repeat: an issue that is done already is left alone. @throws JiraFailure
 */
export async function closeDuplicate(
  calls: IssueCalls,
  accounts: ReadonlySet<string>,
  { duplicate, keep, told, plan }: Closing,
): Promise<DuplicateEnd> {
  const history = expected('get', History, await calls.history(duplicate.id));
  const { status } = history.fields;
  if (status?.statusCategory?.key === 'done') return 'closed';
  const ours = authorsOf(history).every((author) => accounts.has(author));
  const walk: Walk = { calls, duplicate, plan, visited: [status?.name ?? ''], statuses: null };
  const first = ours ? await nextOf(walk, 1) : null;
  const end = first === null ? 'left' : 'closed';
  await calls.linkDuplicate(duplicate.key, keep.key).catch(unlessRefused);
  const mark = `duplicate of ${keep.id}`;
  // A try before this one may have ended between its comment and the last transition, or its answer was lost.
  if (!(await isTold(calls, duplicate, history, accounts, mark)))
    await calls.comment(duplicate.id, duplicateComment(told.language, keep.key, end), told.audience, mark);
  return first === null ? end : closed(walk, first);
}

/** Where none of its comments is ours, nothing has to be asked for. */
async function isTold(
  calls: IssueCalls,
  { id }: IssueRef,
  { fields }: z.infer<typeof History>,
  accounts: ReadonlySet<string>,
  mark: string,
): Promise<boolean> {
  if (!(fields.comment?.comments ?? []).some(({ author }) => accounts.has(nameOf(author)))) return false;
  const page = async (startAt: number) => expected('comment', Comments, await calls.comments(id, startAt));
  return hasComment(page, mark, { since: 0, slot: async () => {} });
}

/** What Jira refuses after all, for a field that its screen wants say, is left to people and not tried for ever. */
async function closed(walk: Walk, first: Choice): Promise<DuplicateEnd> {
  const { calls, duplicate, plan } = walk;
  let choice: Choice | null = first;
  for (let step = 2; choice !== null; step += 1) {
    const { transition, final } = choice;
    try {
      await calls.transition(duplicate.id, transition.id, asDuplicate(transition, plan));
    } catch (error) {
      unlessRefused(error);
      return 'left';
    }
    if (final) return 'closed';
    walk.visited.push(transition.to.name);
    choice = await nextOf(walk, step);
  }
  return 'left';
}

interface Walk {
  calls: IssueCalls;
  duplicate: IssueRef;
  plan: TransitionPlan;
  visited: string[];
  statuses: Place['statuses'];
}

async function nextOf(walk: Walk, step: number): Promise<Choice | null> {
  const { calls, duplicate, plan, visited } = walk;
  const offered = transitionsIn(await calls.transitions(duplicate.id));
  const mayStep = step < MAX_STEPS;
  const choice = plan.choose(offered, { visited, statuses: walk.statuses, mayStep });
  if (choice !== 'statuses') return choice;
  walk.statuses = await calls
    .statuses(projectOfKey(duplicate.key))
    .then((answer) => statusesIn(answer), noneWhenRefused);
  const known = plan.choose(offered, { visited, statuses: walk.statuses, mayStep });
  return known === 'statuses' ? null : known;
}

/** The resolution may tell what it is, where the screen has a word for it. */
function asDuplicate(transition: Transition, plan: TransitionPlan) {
  const named = transition.resolution?.allowed.find((name) => DUPLICATE.test(name));
  return named === undefined ? plan.along(transition) : { ...plan.along(transition), resolution: named };
}

const DUPLICATE = /duplicat|重[复複]/i;

function noneWhenRefused(error: unknown): [] {
  unlessRefused(error);
  return [];
}

/** A link is a help for people; a project without issue links must not keep the duplicate open. */
function unlessRefused(error: unknown): void {
  if (!isJirasRefusal(error)) throw error;
}

const Author = z.object({ accountId: z.string().optional(), name: z.string().optional() }).nullish();
const Status = z
  .object({ name: z.string().optional(), statusCategory: z.object({ key: z.string() }).optional() })
  .optional();
const History = z.object({
  fields: z.object({
    status: Status,
    comment: z.object({ comments: z.array(z.object({ author: Author })) }).optional(),
  }),
  changelog: z.object({ histories: z.array(z.object({ author: Author })) }).optional(),
});

function authorsOf({ fields, changelog }: z.infer<typeof History>): string[] {
  const entries = [...(fields.comment?.comments ?? []), ...(changelog?.histories ?? [])];
  return entries.map(({ author }) => nameOf(author));
}

function nameOf(author: z.infer<typeof Author>): string {
  return author?.accountId ?? author?.name ?? 'somebody';
}
