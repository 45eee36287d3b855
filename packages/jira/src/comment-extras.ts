import type { Audience } from '@guance-jira/mapping';
import { PROPERTY_KEY } from './fields.ts';

/** JSM hides from its customers what has this property; a role or a group does not hide it there. */
const INTERNAL = { key: 'sd.public.comment', value: { internal: true } };

/** What a comment has beside its body. */
export function besides({ internal, visibility }: Audience, mark?: string) {
  const marked = mark === undefined ? [] : [{ key: PROPERTY_KEY, value: { mark } }];
  const properties = [...marked, ...(internal ? [INTERNAL] : [])];
  return {
    ...(properties.length === 0 ? {} : { properties }),
    ...(visibility === null ? {} : { visibility: { ...visibility } }),
  };
}
