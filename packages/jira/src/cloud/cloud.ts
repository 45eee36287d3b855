import { type IssueDraft, noteFor, withNotes } from '@guance-jira/mapping';
import { z } from 'zod';
import { createdIssue, expected, readPages } from '../adapter.ts';
import { PROPERTY_KEY } from '../fields.ts';
import { issueSide } from '../issue-side.ts';
import { BULK_KEYS, bulkRead } from '../read-keys.ts';
import { fitDraft } from '../schema/fit-draft.ts';
import { readCreateSchema } from '../schema/read-schema.ts';
import { CHANGED_FIELDS, ChangedPage, changedJql, readChanged } from '../search/changed.ts';
import {
  anyJql,
  foundIssues,
  markedJql,
  newestJql,
  PAGE_SIZE,
  recentJql,
  SEARCH_FIELDS,
  SearchPage,
  STORED_FIELDS,
} from '../search/marked.ts';
import { projectOfKey } from '../tracker/records/issues.ts';
import type { Paging } from '../tracker/records/search.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { asOurs, type OtherAccounts } from '../transport/as-ours.ts';
import type { Transport } from '../transport/transport.ts';
import { cloudCalls } from './calls.ts';
import { createRequest, withEnvironment } from './create-request.ts';
import { bulkFetchIssues, createIssue, getCurrentUser, searchAndReconsileIssuesUsingJqlPost } from './endpoints.ts';
import { type AccountIdOf, peopleByEmail } from './people.ts';
import { accountsAlong, withAccountIds } from './people-in-fields.ts';

/** Jira Cloud: REST v3 with ADF, through jira.js's endpoint functions. */
export function cloudTracker(
  transport: Transport,
  site: string,
  browseUrl: string,
  others: OtherAccounts = async () => [],
): Tracker {
  const byUs = asOurs(others);
  const search = (jql: string, maxResults: number, before: SearchPage | null) =>
    searchAndReconsileIssuesUsingJqlPost(transport, {
      jql,
      maxResults,
      fields: SEARCH_FIELDS,
      properties: [PROPERTY_KEY],
      ...(before?.nextPageToken ? { nextPageToken: before.nextPageToken } : {}),
    });
  const accountIdOf = peopleByEmail(transport);
  const find = (jql: string, paging?: Paging) =>
    readPages((before) => search(jql, PAGE_SIZE, before), transport.clockSkewMs, paging);
  const whoAmI = async () =>
    expected('myself', z.object({ accountId: z.string() }), await getCurrentUser(transport)).accountId;
  const side = issueSide(
    cloudCalls(transport),
    async () => new Set([await whoAmI(), ...(await others())]),
    (draft) => withEnvironment(draft).fields,
  );
  return {
    site,
    deployment: 'cloud',
    issueUrl: (key) => `${browseUrl}/browse/${key}`,
    createSchema: (place, slot) => readCreateSchema(transport, '/rest/api/3', place, slot),
    fit: async (draft, schema) => fitDraft(draft, schema, 'cloud'),
    prepare: async (draft, slot) => {
      const inTurn: AccountIdOf = (email, project, role) => accountIdOf(email, project, role, slot);
      return withAccountIds(await withAccountId(draft, inTurn), inTurn);
    },
    create: async (draft, marker, without) =>
      createdIssue(await createIssue(transport, createRequest(draft, marker, without))),
    findMarked: (labels) => byUs((creator) => find(markedJql(creator, labels))),
    findRecent: (minutes, paging) => byUs((creator) => find(recentJql(creator, minutes), paging)),
    findChanged: (minutes, paging) => {
      const asked = { jql: changedJql(minutes), maxResults: PAGE_SIZE, fields: CHANGED_FIELDS };
      const load = (nextPageToken: string | null) =>
        searchAndReconsileIssuesUsingJqlPost(transport, { ...asked, ...(nextPageToken ? { nextPageToken } : {}) });
      return readChanged(async (token) => expected('search', ChangedPage, await load(token)), paging);
    },
    keysAtOnce: BULK_KEYS,
    readByKeys: async (keys) => {
      const asked = { issueIdsOrKeys: [...keys], fields: STORED_FIELDS, properties: [PROPERTY_KEY] };
      const answer = await bulkFetchIssues(transport, asked);
      return bulkRead(keys, answer, transport.clockSkewMs());
    },
    newestIn: async (project, ours, minutesAgo) => {
      const newest = async (creator: string | null) => search(newestJql(creator, project, minutesAgo), 1, null);
      const page = expected('search', SearchPage, await (ours ? byUs(newest) : newest(null)));
      return foundIssues(page)[0] ?? null;
    },
    hasIssues: async () => {
      const page = await byUs((creator) => search(anyJql(creator), 1, null));
      const { issues, nextPageToken } = expected('search', SearchPage, page);
      return issues.length > 0 || Boolean(nextPageToken);
    },
    whoAmI,
    ...side,
    transition: async (issue, id, along) => {
      const found = await accountsAlong(along, (email, role) => accountIdOf(email, projectOfKey(issue.key), role));
      await side.transition(issue, id, found);
    },
    watch: async (issue, person) => {
      const account = person.includes('@') ? await accountIdOf(person, projectOfKey(issue.key), 'anyone') : person;
      return account !== null && side.watch(issue, account);
    },
    close: transport.close,
  };
}

/** An e-mail becomes an account id; one that nobody has leaves the issue to the project's default, and says so. */
async function withAccountId(draft: IssueDraft, accountIdOf: AccountIdOf): Promise<IssueDraft> {
  const { assignee, language, project, route } = draft;
  if (assignee.kind !== 'person' || !assignee.id.includes('@')) return draft;
  const id = await accountIdOf(assignee.id, project, 'assignee');
  if (id !== null) return { ...draft, assignee: { kind: 'person', id } };
  const note = noteFor(language, 'assignee', { value: assignee.id, route });
  return withNotes({ ...draft, assignee: { kind: 'project-default' } }, [note]);
}
