interface OwnField {
  /** Of the route, in the rules. */
  readonly key: string;
  /** The issue is made without it where Jira refuses it. */
  readonly optional: boolean;
}

/**
 * The fields of Jira, by its id, that have a key of their own in the rules; every other is one of `fields`. Whoever writes them,
 * leaves one out or looks for them on a screen has an entry for each, as the compiler asks.
 */
export const ownFields = {
  project: { key: 'project', optional: false },
  issuetype: { key: 'issueType', optional: false },
  summary: { key: 'summary', optional: false },
  priority: { key: 'priority', optional: true },
  assignee: { key: 'assignee', optional: true },
  labels: { key: 'labels', optional: true },
  description: { key: 'description', optional: true },
} as const satisfies Record<string, OwnField>;

export type OwnFieldId = keyof typeof ownFields;
export type OptionalFieldId = {
  [Id in OwnFieldId]: (typeof ownFields)[Id]['optional'] extends true ? Id : never;
}[OwnFieldId];

/** The key of the rules by which people set this field; null for one of `fields`. */
export function ownKeyOf(id: string): string | null {
  const found = new Map<string, OwnField>(Object.entries(ownFields)).get(id.toLowerCase());
  return found?.key ?? null;
}
