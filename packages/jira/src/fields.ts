/** The parts of a create request that Cloud and Data Center share. */
import type { IssueDraft } from '@guance-jira/mapping';
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
  const fields: Record<string, unknown> = {
    ...draft.fields,
    project: { key: draft.project },
    issuetype: { name: draft.issueType },
    summary: draft.summary,
    description: written.description,
    labels: [...new Set([...draft.labels, MARKER_LABEL, marker.label, ...objectLabel(marker)])],
    ...(draft.priority === null ? {} : { priority: { name: draft.priority } }),
    ...(written.assignee === undefined ? {} : { assignee: written.assignee }),
  };
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !without.has(field)));
}

function objectLabel({ objectLabel }: Marker): string[] {
  return objectLabel === undefined ? [] : [objectLabel];
}

export function propertiesOf(marker: Marker): { key: string; value: unknown }[] {
  return [{ key: PROPERTY_KEY, value: marker.property }];
}
