/** The parts of a create request that Cloud and Data Center share. */
import type { IssueDraft, OwnFieldId } from '@guance-jira/mapping';
import type { Marker } from './tracker/marker.ts';

export const MARKER_LABEL = 'guance-jira';
export const PROPERTY_KEY = 'guance-jira';

/** Wire fields by their Jira id. `description` and `assignee` have a form of their own per deployment. */
export function wireFields(
  draft: IssueDraft,
  marker: Marker,
  without: ReadonlySet<string>,
  written: { description: unknown; assignee: unknown },
): Record<string, unknown> {
  const own: Record<OwnFieldId, unknown> = {
    project: { key: draft.project },
    issuetype: { name: draft.issueType },
    summary: draft.summary,
    description: written.description,
    labels: [...new Set([...draft.labels, MARKER_LABEL, marker.label, ...objectLabel(marker)])],
    priority: draft.priority === null ? undefined : { name: draft.priority },
    assignee: written.assignee,
  };
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  const fields = { ...draft.fields, ...Object.fromEntries(given) };
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !without.has(field)));
}

function objectLabel({ objectLabel }: Marker): string[] {
  return objectLabel === undefined ? [] : [objectLabel];
}

export function propertiesOf(marker: Marker): { key: string; value: unknown }[] {
  return [{ key: PROPERTY_KEY, value: marker.property }];
}
