/** Without jira.js, since a command shows what would be sent and sends nothing: see connect.ts. */
import { type IssueDraft, moreLinkOf, writeAdf } from '@guance-jira/mapping';
import { propertiesOf, wireFields } from '../fields.ts';
import { documentOf } from '../schema/write-texts.ts';
import type { Marker } from '../tracker/marker.ts';

/** The body of the create, also for people who ask what would be sent. */
export function createRequest(draft: IssueDraft, marker: Marker, without: ReadonlySet<string>) {
  const description = writeAdf(draft.description, moreLinkOf(draft));
  return {
    fields: wireFields(withEnvironment(draft), marker, without, { description, assignee: assignee(draft) }),
    properties: propertiesOf(marker),
  };
}

/** A text there would have jira.js send all of it to v2, which takes no document, and so no description. */
export function withEnvironment(draft: IssueDraft): IssueDraft {
  const { environment, ...others } = draft.fields;
  if (typeof environment !== 'string') return draft;
  return { ...draft, fields: { ...others, environment: documentOf(environment, draft.eventLink) } };
}

function assignee(draft: IssueDraft): unknown {
  if (draft.assignee.kind === 'person') return { id: draft.assignee.id };
  return draft.assignee.kind === 'unassigned' ? null : undefined;
}
