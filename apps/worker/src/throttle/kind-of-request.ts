/** Pure: which requests share a fate before Jira. A firewall can let every look pass and no change. */

/** Endpoints that are asked for with a GET and changed with another method. */
const BOTH = ['comment', 'transitions', 'watchers', 'assignee', 'properties'];

/** Changes that an event makes in its turn, so that it can try a blocked kind of them. */
export function isChange(kind: string): boolean {
  return CHANGES.includes(kind);
}
const CHANGES = ['create', 'edit', 'comment', 'transitions', 'issueLink'];

/** The kind of a look; changes go by the name of their endpoint. */
export function lookAt(endpoint: string): string {
  return BOTH.includes(endpoint) ? `${endpoint} look` : endpoint;
}

/** As the transport tells of a request, whose POST may be a search. */
export function kindOf({ endpoint, method }: { endpoint: string; method?: string | undefined }): string {
  return method === 'GET' ? lookAt(endpoint) : endpoint;
}
