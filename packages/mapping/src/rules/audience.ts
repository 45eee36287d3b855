/** Who may read the comments of an issue. */
import type { Options } from './schema/options.ts';

export type Audience = {
  /** In a project of Jira Service Management: its agents only, and not the customer. */
  readonly internal: boolean;
  /** A role of the project, or a group. */
  readonly visibility: { readonly type: 'role' | 'group'; readonly value: string } | null;
};

export const EVERYBODY: Audience = Object.freeze({ internal: false, visibility: null });

type Comments = Options['comments'];

/** A route that only says how often must not make public what the defaults keep internal; it says so where that is meant. */
export function audienceOf(...wider: readonly Comments[]): Audience {
  const said = wider.map((comments) => comments || {});
  const internal = said.map((comments) => comments.internal).findLast((value) => value !== undefined);
  const visibility = said.map((comments) => comments.visibility).findLast((value) => value !== undefined);
  return { internal: internal ?? false, visibility: visibility ? visibilityOf(visibility) : null };
}

function visibilityOf(given: { role: string } | { group: string }): Audience['visibility'] {
  return 'role' in given ? { type: 'role', value: given.role } : { type: 'group', value: given.group };
}
