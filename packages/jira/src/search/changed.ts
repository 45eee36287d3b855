/** Issues of ours that were changed lately, for those whom no webhook tells; alike for Cloud and Data Center. */
import { z } from 'zod';
import { MARKER_LABEL } from '../fields.ts';
import { Named, Status, statusOf, timeOf } from '../issue-fields.ts';
import type { ChangedIssue } from '../tracker/records/issues.ts';
import type { Changed, Paging } from '../tracker/records/search.ts';

export const CHANGED_FIELDS = ['status', 'resolution', 'resolutiondate', 'created', 'updated'];

/**
 * Relative minutes are counted by Jira's own clock: times in JQL are of the time zone of our account, and whole minutes. The newest come
 * first, so what is changed while pages are read moves others onto a later page, and none off an earlier one.
 */
export const changedJql = (minutes: number) =>
  `labels = ${JSON.stringify(MARKER_LABEL)} AND updated >= "-${minutes}m" ORDER BY updated DESC`;

/** @param load the page after that one, so many having been read */
export async function readChanged(
  load: (nextPageToken: string | null, read: number) => Promise<ChangedPage>,
  { pages, slot }: Paging,
): Promise<Changed> {
  const issues = new Map<string, ChangedIssue>();
  let [token, read, unread]: [string | null, number, number] = [null, 0, 0];
  for (let count = 0; count < pages; count += 1) {
    if (count > 0) await slot();
    const page: ChangedPage = await load(token, read);
    for (const found of page.issues) {
      const issue = changedIssue(found);
      if (issue === null) unread += 1;
      else issues.set(issue.id, issues.get(issue.id) ?? issue);
    }
    read += page.issues.length;
    token = page.nextPageToken ?? null;
    const last = page.total === undefined ? token === null : read >= page.total || page.issues.length === 0;
    if (last) return { issues: [...issues.values()], complete: true, unread };
  }
  return { issues: [...issues.values()], complete: false, unread };
}

/** Null for one that nobody can read: anybody may put our label on any issue, and one in an odd form hides no others. */
function changedIssue(found: unknown): ChangedIssue | null {
  const read = Issue.safeParse(found);
  if (!read.success) return null;
  const { id, key, fields } = read.data;
  return {
    ...{ id, key, status: statusOf(fields.status), resolution: fields.resolution?.name ?? null },
    ...{ resolvedAt: timeOf(fields.resolutiondate), updatedAt: timeOf(fields.updated) ?? 0 },
    createdAt: timeOf(fields.created) ?? 0,
  };
}

const Issue = z.object({
  id: z.string().regex(/^\d+$/),
  key: z.string().regex(/^[A-Z][A-Z0-9_]*-\d+$/),
  fields: z.object({
    status: Status,
    resolution: Named,
    resolutiondate: z.string().nullish(),
    created: z.string().nullish(),
    updated: z.string().nullish(),
  }),
});
export const ChangedPage = z.object({
  issues: z.array(z.unknown()),
  nextPageToken: z.string().nullish(),
  total: z.number().optional(),
});
export type ChangedPage = z.infer<typeof ChangedPage>;
