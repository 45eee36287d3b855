/** A comment of ours, looked for by its mark: below all that others have written since it was sent. */

import { z } from 'zod';
import { PROPERTY_KEY } from './fields.ts';
import { NEWEST_COMMENTS } from './issue-calls.ts';
import type { CommentLookup } from './tracker/tracker.ts';

/** @param page the newest comments, but for so many */
export async function hasComment(
  page: (startAt: number) => Promise<Comments>,
  mark: string,
  { since, slot }: CommentLookup,
): Promise<boolean> {
  const isOurs = ({ properties = [] }: Comment) =>
    properties.some(({ key, value }) => key === PROPERTY_KEY && Mark.safeParse(value).data?.mark === mark);
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    if (pages > 0) await slot();
    const { comments } = await page(pages * NEWEST_COMMENTS);
    if (comments.some(isOurs)) return true;
    const oldest = Date.parse(comments.at(-1)?.created ?? '');
    if (comments.length < NEWEST_COMMENTS || oldest < since - CLOCKS_DIFFER_MS) return false;
  }
  return false;
}

const MAX_PAGES = 20;
/** Jira writes the time of a comment, we that of sending it. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

const Mark = z.object({ mark: z.string() });
const Comment = z.object({
  created: z.string().optional(),
  properties: z.array(z.object({ key: z.string(), value: z.unknown().optional() })).optional(),
});
type Comment = z.infer<typeof Comment>;
export const Comments = z.object({ comments: z.array(Comment) });
type Comments = z.infer<typeof Comments>;
