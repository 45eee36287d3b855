/** Marker searches: the JQL, and what comes back, alike for Cloud and Data Center. */
import { z } from 'zod';
import { MARKER_LABEL, PROPERTY_KEY } from '../fields.ts';
import { provenMarkers } from '../tracker/proven-markers.ts';
import type { FoundIssue, StoredIssue } from '../tracker/records/issues.ts';

export const SEARCH_FIELDS = ['labels', 'created'];
export const PAGE_SIZE = 100;
/** Pages read at most: a look-up must end even where one account makes thousands of issues. */
export const MAX_PAGES = 10;

/** @param creator see as-ours.ts */
export const markedJql = (creator: string, labels: readonly string[]) =>
  `${creator} AND labels in (${labels.map((label) => JSON.stringify(label)).join(', ')}) ORDER BY created ASC`;

/** Relative minutes are counted by Jira's own clock and time zone, so neither has to be known. */
export const recentJql = (creator: string, minutes: number) =>
  `${creator} AND created >= "-${minutes}m" ORDER BY created ASC`;

export const anyJql = (creator: string) =>
  `${creator} AND labels = ${JSON.stringify(MARKER_LABEL)} ORDER BY created ASC`;

/** @param creator null for everybody's */
export const newestJql = (creator: string | null, project: string, minutesAgo = 0) =>
  `${creator === null ? '' : `${creator} AND `}project = ${JSON.stringify(project)}${minutesAgo === 0 ? '' : ` AND created <= "-${minutesAgo}m"`} ORDER BY created DESC`;

/** As much of the property of ours as a search asks. */
const Property = z.object({
  marker: z.string(),
  faultKey: z.string().optional(),
  workspace: z.string().optional(),
  route: z.string().optional(),
  also: z.array(z.string()).optional(),
});

const Creator = z.object({ accountId: z.string().optional(), name: z.string().optional() }).nullish();
export const SearchIssue = z.object({
  id: z.string().regex(/^\d+$/),
  key: z.string(),
  fields: z
    .object({ labels: z.array(z.string()).nullish(), created: z.string(), creator: Creator })
    .partial()
    .optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});
export const SearchPage = z.object({
  issues: z.array(SearchIssue),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().optional(),
  total: z.number().optional(),
});
export type SearchPage = z.infer<typeof SearchPage>;

export function foundIssues(page: SearchPage): FoundIssue[] {
  return page.issues.map(foundIssue);
}

function foundIssue(issue: z.infer<typeof SearchIssue>): FoundIssue {
  const property = Property.safeParse(issue.properties?.[PROPERTY_KEY]).data;
  return {
    id: issue.id,
    key: issue.key,
    markers: provenMarkers(issue.fields?.labels ?? [], property),
    // Where the answer has properties, one that is missing is not there.
    ...(issue.properties ? { property: property ?? null } : {}),
    createdAt: Date.parse(issue.fields?.created ?? '') || 0,
  };
}

/** Read by key: besides, who made it. */
export const STORED_FIELDS = [...SEARCH_FIELDS, 'creator'];

export function storedIssue(issue: z.infer<typeof SearchIssue>): StoredIssue {
  const creator = issue.fields?.creator;
  return { ...foundIssue(issue), creator: creator?.accountId ?? creator?.name ?? null };
}
