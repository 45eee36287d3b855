/** What Cloud and Data Center do alike: validate ids, read pages, judge answers. */
import { z } from 'zod';
import { foundIssues, MAX_PAGES, SearchPage } from './search/marked.ts';
import { JiraFailure } from './tracker/failure.ts';
import type { FoundIssue, IssueRef } from './tracker/records/issues.ts';
import type { Found, Paging } from './tracker/records/search.ts';

const CreatedIssue = z.object({ id: z.string().regex(/^\d+$/), key: z.string().regex(/^[A-Z][A-Z0-9_]*-\d+$/) });

/** The id and key of a created issue. Anything else with a 2xx is ambiguous: the issue may stand. */
export function createdIssue(answer: unknown): IssueRef {
  return expected('create', CreatedIssue, answer);
}

const User = z.object({ accountId: z.string().optional(), name: z.string().optional() }).nullish();
const Assigned = z.object({ fields: z.object({ assignee: User }) });

/** Who has an issue that was asked for with its assignee: account id, or name on Data Center; null when nobody has. */
export function assigneeIn(answer: unknown): string | null {
  const { assignee } = expected('get', Assigned, answer).fields;
  return assignee ? (assignee.accountId ?? assignee.name ?? 'somebody') : null;
}

/** The answer in the form that this request is answered with. @throws JiraFailure `unexpected` */
export function expected<T>(endpoint: string, schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const facts = {
    endpoint,
    // What is read in an answer was asked for, but for a new issue.
    method: endpoint === 'create' ? 'POST' : 'GET',
    status: 200,
    cause: 'unexpected',
    sent: true,
    own: false,
    words: [],
    fields: {},
    retryAfterMs: null,
    rateReason: null,
    login: 'unknown',
  } as const;
  throw new JiraFailure(facts);
}

/** Reads pages until the last. `next` gets the page before, and returns null when there is none. */
export async function readPages(
  load: (before: SearchPage | null, read: number) => Promise<unknown>,
  clockSkewMs: () => number,
  { pages, slot }: Paging = { pages: MAX_PAGES, slot: async () => {} },
): Promise<Found> {
  const issues: FoundIssue[] = [];
  let page: SearchPage | null = null;
  for (let count = 0; count < pages; count += 1) {
    if (count > 0) await slot();
    page = expected('search', SearchPage, await load(page, issues.length));
    issues.push(...foundIssues(page));
    const last = page.total === undefined ? !page.nextPageToken : issues.length >= page.total;
    if (last) return { issues, clockSkewMs: clockSkewMs(), complete: true };
    // It counts more than it gives, and would give no more the next time. Cloud's pages may be empty before the last.
    if (page.issues.length === 0 && page.total !== undefined) break;
  }
  return { issues, clockSkewMs: clockSkewMs(), complete: false };
}
