/** Where a person sees an issue: as the worker knew it, else as far as this console knows Jira. */
export function issueAddress(
  { issueKey, issueUrl }: { issueKey: string | null; issueUrl: string | null },
  site: string | null,
): string | null {
  return issueUrl ?? browseAddress(issueKey, site);
}

/** Null for the gateway of Cloud, whose pages for people are elsewhere. */
export function browseAddress(issueKey: string | null, site: string | null): string | null {
  if (issueKey === null || site === null || site.includes('api.atlassian.com')) return null;
  return `${site}/browse/${encodeURIComponent(issueKey)}`;
}
