import { isRecord } from '../../event-fields.ts';

/** The event with these fields. A tag stands twice in what Guance sends: in `df_dimension_tags`, and by itself. */
export function withFields(
  event: Readonly<Record<string, unknown>>,
  settings: readonly { field: string; value: string }[],
): Record<string, unknown> {
  let changed: Record<string, unknown> = { ...event };
  for (const { field, value } of settings) {
    const tag = /^tags\.(.+)$/.exec(field)?.[1];
    if (tag === undefined) changed[field] = value;
    else
      changed = { ...changed, [tag]: value, df_dimension_tags: JSON.stringify({ ...tagsOf(changed), [tag]: value }) };
  }
  return changed;
}

function tagsOf(event: Record<string, unknown>): Record<string, unknown> {
  const tags = event.df_dimension_tags;
  if (isRecord(tags)) return tags;
  try {
    const parsed: unknown = JSON.parse(String(tags));
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** The event under this id, where it has none of its own. */
export function withEventId(event: Readonly<Record<string, unknown>>, eventId: string): Record<string, unknown> {
  return { df_event_id: eventId, ...event };
}
