/** Issues by their keys, as both kinds of Jira tell them. */
import { z } from 'zod';
import { expected } from './adapter.ts';
import { SearchIssue, storedIssue } from './search/marked.ts';
import { isJirasRefusal } from './tracker/classify-response.ts';
import type { StoredIssue } from './tracker/records/issues.ts';
import type { KeysRead } from './tracker/records/search.ts';

/** What Jira takes in one bulkfetch. */
export const BULK_KEYS = 100;

const Bulk = z.object({ issues: z.array(SearchIssue), issueErrors: z.array(z.unknown()).optional() });

/** One answer for many keys. It leaves out what is missing or hidden, and does not tell which key led to an issue that was moved. */
export function bulkRead(keys: readonly string[], answer: unknown, clockSkewMs: number): KeysRead {
  const { issues } = expected('bulkfetch', Bulk, answer);
  const found = new Map<string, StoredIssue>();
  const moved: StoredIssue[] = [];
  const read = issues.map(storedIssue);
  const prefix = prefixNow(keys, read);
  // A project that got another key keeps its numbers.
  const asked = new Map(keys.map((key) => [`${prefix}-${numberOf(key)}`, key]));
  for (const issue of read) {
    const key = asked.get(issue.key);
    if (key === undefined) moved.push(issue);
    else found.set(key, issue);
  }
  return { found, moved, clockSkewMs };
}

/**
 * The key by which the project goes now: the one that was asked for, or another one that most of its issues have. A single issue that was
 * moved to another project can have the number of one that was asked for, and must not be taken for it.
 */
function prefixNow(keys: readonly string[], read: readonly StoredIssue[]): string {
  const asked = prefixOf(keys[0] ?? '');
  const prefixes = read.map(({ key }) => prefixOf(key));
  if (prefixes.includes(asked)) return asked;
  const count = (prefix: string) => prefixes.filter((one) => one === prefix).length;
  const [most = asked, next] = [...new Set(prefixes)].sort((a, b) => count(b) - count(a));
  return next !== undefined && count(next) === count(most) ? asked : most;
}

/** Reads keys one by one. A key that Jira itself says is missing or hidden is left out. */
export async function readOneByOne(
  keys: readonly string[],
  get: (key: string) => Promise<unknown>,
  clockSkewMs: () => number,
): Promise<KeysRead> {
  const found = new Map<string, StoredIssue>();
  for (const key of keys) {
    const answer = await get(key).catch(missingOrThrow);
    if (answer !== MISSING) found.set(key, storedIssue(expected('get', SearchIssue, answer)));
  }
  return { found, moved: [], clockSkewMs: clockSkewMs() };
}

const MISSING = Symbol('missing');

function missingOrThrow(error: unknown): typeof MISSING {
  if (isJirasRefusal(error) && (error.facts.status === 403 || error.facts.status === 404)) return MISSING;
  throw error;
}

function prefixOf(key: string): string {
  return key.slice(0, key.lastIndexOf('-'));
}

function numberOf(key: string): string {
  return key.slice(key.lastIndexOf('-') + 1);
}
