import { own } from '../../event-fields.ts';
import type { AlertEvent } from '../alert-event.ts';
import { dimensionTags } from './dimension-tags.ts';

/**
 * The tags by which Guance can be told to silence this object and nothing beside it; null where it cannot. No tags would silence the
 * whole monitor, and one left out all that differ in it; `*` stands for any text there, and `-` before a name for all others:
 * docs/zh/monitoring/mute-management.md and docs/zh/open-api/mute/create.md of GuanceCloud/guance-docs.
 */
export function mutableTags({ raw }: Pick<AlertEvent, 'raw'>): AlertEvent['tags'] | null {
  const { values, whole } = dimensionTags(own(raw, 'df_dimension_tags'));
  const meansMore = Object.entries(values).some(([name, value]) => /^\s*-|\*/.test(name) || value.includes('*'));
  return whole && !meansMore ? values : null;
}
