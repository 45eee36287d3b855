import { type IssueDraft, moreLinkOf, writeWiki } from '@guance-jira/mapping';
import { z } from 'zod';
import { createdIssue, expected, readPages } from '../adapter.ts';
import { MARKER_LABEL, PROPERTY_KEY, propertiesOf, wireFields } from '../fields.ts';
import { dataCenterCalls } from '../issue-calls.ts';
import { issueSide } from '../issue-side.ts';
import { readOneByOne } from '../read-keys.ts';
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
import { isJirasRefusal } from '../tracker/classify-response.ts';
import type { Marker } from '../tracker/marker.ts';
import type { FoundIssue } from '../tracker/records/issues.ts';
import type { Found, Paging } from '../tracker/records/search.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { asOurs, type OtherAccounts } from '../transport/as-ours.ts';
import type { Transport } from '../transport/transport.ts';

/** Jira Data Center and Server: REST v2 with wiki markup; jira.js has no functions for it, so its `sendRequest` is used alone. */
export function dataCenterTracker(transport: Transport, site: string, others: OtherAccounts = async () => []): Tracker {
  const byUs = asOurs(others);
  const search = (jql: string, maxResults: number, startAt: number, fields = SEARCH_FIELDS) =>
    transport.sendRequest({
      url: '/rest/api/2/search',
      method: 'POST',
      body: { jql, startAt, maxResults, fields },
    });
  const find = (jql: string, paging?: Paging) =>
    readPages((_, read) => search(jql, PAGE_SIZE, read), transport.clockSkewMs, paging);
  const whoAmI = async () =>
    expected('myself', z.object({ name: z.string() }), await transport.sendRequest({ url: '/rest/api/2/myself' })).name;
  return {
    site,
    deployment: 'datacenter',
    issueUrl: (key) => `${site}/browse/${key}`,
    createSchema: (place, slot) => readCreateSchema(transport, '/rest/api/2', place, slot),
    fit: async (draft, schema) => fitDraft(draft, schema, 'datacenter'),
    prepare: async (draft) => draft,
    create: async (draft, marker, without) =>
      createdIssue(
        await transport.sendRequest({
          url: '/rest/api/2/issue',
          method: 'POST',
          body: createRequest(draft, marker, without),
        }),
      ),
    findMarked: (labels) => byUs((creator) => find(markedJql(creator, labels))),
    findRecent: async (minutes, paging) =>
      withProperties(transport, await byUs((creator) => find(recentJql(creator, minutes), paging)), paging),
    findChanged: (minutes, paging) => {
      const load = (read: number) => search(changedJql(minutes), PAGE_SIZE, read, CHANGED_FIELDS);
      return readChanged(async (_, read) => expected('search', ChangedPage, await load(read)), paging);
    },
    // It has no request for many keys; JQL with a list of them would read the index.
    keysAtOnce: 1,
    readByKeys: (keys) => {
      const get = (key: string) =>
        transport.sendRequest({
          url: `/rest/api/2/issue/${key}`,
          searchParams: { fields: STORED_FIELDS.join(','), properties: PROPERTY_KEY },
        });
      return readOneByOne(keys, get, transport.clockSkewMs);
    },
    newestIn: async (project, ours, minutesAgo) => {
      const newest = async (creator: string | null) => search(newestJql(creator, project, minutesAgo), 1, 0);
      const page = expected('search', SearchPage, await (ours ? byUs(newest) : newest(null)));
      return foundIssues(page)[0] ?? null;
    },
    hasIssues: async () => {
      const page = await byUs((creator) => search(anyJql(creator), 1, 0));
      return expected('search', z.object({ total: z.number() }), page).total > 0;
    },
    whoAmI,
    ...issueSide(
      dataCenterCalls(transport),
      async () => new Set([await whoAmI(), ...(await others())]),
      ({ fields, wikiFields }) => ({ ...fields, ...wikiFields }),
    ),
    close: transport.close,
  };
}

/** The body of the create, also for people who ask what would be sent. */
export function createRequest(draft: IssueDraft, marker: Marker, without: ReadonlySet<string>) {
  const description = writeWiki(draft.description, moreLinkOf(draft));
  const escaped = { ...draft, fields: { ...draft.fields, ...draft.wikiFields } };
  return {
    fields: wireFields(escaped, marker, without, { description, assignee: assignee(draft) }),
    properties: propertiesOf(marker),
  };
}

function assignee(draft: IssueDraft): unknown {
  if (draft.assignee.kind === 'person') return { name: draft.assignee.id };
  return draft.assignee.kind === 'unassigned' ? { name: '' } : undefined;
}

/**
 * Adds the marker property of issues that have no label of ours: this search, unlike Cloud's, brings no properties, and
 * the labels field may be missing from the screen.
 */
async function withProperties(transport: Transport, found: Found, paging?: Paging): Promise<Found> {
  const issues: FoundIssue[] = [];
  let read = 0;
  for (const issue of found.issues) {
    const labelled = issue.markers.includes(MARKER_LABEL);
    if (!labelled) {
      // One request each: what is left unread may be ours.
      if (read >= MAX_PROPERTIES) return { ...found, issues, complete: false };
      if (read > 0) await paging?.slot();
      read += 1;
    }
    issues.push(
      labelled ? issue : { ...issue, markers: [...issue.markers, ...(await markerProperty(transport, issue.id))] },
    );
  }
  return { ...found, issues };
}

const MAX_PROPERTIES = 1000;

async function markerProperty(transport: Transport, id: string): Promise<string[]> {
  try {
    const answer = await transport.sendRequest({ url: `/rest/api/2/issue/${id}/properties/${PROPERTY_KEY}` });
    return [expected('properties', z.object({ value: z.object({ marker: z.string() }) }), answer).value.marker];
  } catch (error) {
    if (isJirasRefusal(error) && error.facts.status === 404) return [];
    throw error;
  }
}
