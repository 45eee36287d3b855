/** Issues by their keys, as both kinds of Jira tell them. */
import { z } from 'zod';
import { expected } from './adapter.ts';
import { SearchIssue, storedIssue } from './search.ts';
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
  const asked = new Set(keys);
  // A project that got another key keeps its numbers.
  const byNumber = new Map(keys.map((key) => [numberOf(key), key]));
  for (const issue of issues.map(storedIssue)) {
    const key = asked.has(issue.key) ? issue.key : byNumber.get(numberOf(issue.key));
    if (key === undefined || found.has(key)) moved.push(issue);
    else found.set(key, issue);
  }
  return { found, moved, clockSkewMs };
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

function numberOf(key: string): string {
  return key.slice(key.lastIndexOf('-') + 1);
}
