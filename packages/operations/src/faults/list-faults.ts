/** Faults that stand, those that were touched last first, a page at a time. However many there are, a page looks at a bounded number. */
import { type FaultState, stateOfText } from '@guance-jira/ledger';
import type { Level } from '@guance-jira/mapping';
import { z } from 'zod';
import type { Cursor } from '../events/filter.ts';
import type { OpenedRedis } from '../opened-redis.ts';
import { type FaultRow, readFaultRows } from './read-fault-rows.ts';

const FAULTS_A_PAGE = 50;
const MAX_LOOKED_AT = 5000;
const LOOKED_AT_ONCE = 250;
const SEARCH_MS = 150;

export interface FaultFilter {
  readonly levels?: readonly Level[] | undefined;
  readonly route?: string | undefined;
}

export interface FaultPage {
  readonly faults: readonly FaultRow[];
  /** Where further ones begin; null when there are none. */
  readonly next: Cursor | null;
  readonly lookedAt: number;
}

/**
 * Out of the set of records that are kept while their issue is open. It stands in the order of the next look at the issue, which is put
 * off by every event: so the newest are first, but for those that were looked at since.
 * @param now tells how long the search has taken, in milliseconds
 */
export async function listFaults(
  opened: OpenedRedis,
  filter: FaultFilter,
  after: Cursor | null,
  now: () => number,
): Promise<FaultPage> {
  const begun = now();
  const isNarrowed = filter.levels !== undefined || filter.route !== undefined;
  const found: { object: string; state: FaultState }[] = [];
  let place = after;
  let lookedAt = 0;
  const end = async (next: Cursor | null) => ({ faults: await readFaultRows(opened, found), next, lookedAt });
  for (;;) {
    // Nearly all of them stand, so that few are enough for a page.
    const atOnce = isNarrowed || lookedAt > 0 ? LOOKED_AT_ONCE : FAULTS_A_PAGE + 10;
    const members = await membersAfter(opened, place, atOnce);
    const texts = await textsOf(opened, members);
    for (const [index, member] of members.entries()) {
      place = member;
      lookedAt += 1;
      const text = texts[index] ?? null;
      const state = fits(text, filter) ? stateIn(text) : null;
      if (state === null) continue;
      found.push({ object: member.id, state });
      if (found.length === FAULTS_A_PAGE)
        return end(members.length < atOnce && index === members.length - 1 ? null : place);
    }
    if (members.length < atOnce) return end(null);
    if (lookedAt >= MAX_LOOKED_AT || now() - begun > SEARCH_MS) return end(place);
  }
}

/** By the text as it is stored, which has what is not as at first: reading all of a state takes thirty times as long. */
function fits(text: string | null, { levels, route }: FaultFilter): boolean {
  const stored = Stored.safeParse(jsonIn(text)).data;
  if (stored === undefined || stored.recoveredAt != null) return false;
  if (levels !== undefined && !levels.some((level) => level === stored.level)) return false;
  return route === undefined || stored.route === route;
}

const Stored = z.object({
  recoveredAt: z.number().nullish(),
  level: z.string().nullish(),
  route: z.string().optional(),
});

function jsonIn(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** By place, not by score: several may have been touched in one millisecond. */
async function membersAfter({ redis, keys }: OpenedRedis, place: Cursor | null, most: number): Promise<Cursor[]> {
  let from = 0;
  if (place !== null) {
    const member = keys.objectPrefix + place.id;
    const [score, rank] = await Promise.all([
      redis.zscore(keys.openObjects, member),
      redis.zrevrank(keys.openObjects, member),
    ]);
    // One that has been touched since stands elsewhere now.
    from =
      score === place.score && rank !== null
        ? rank + 1
        : await redis.zcount(keys.openObjects, `(${place.score}`, '+inf');
  }
  const answer = await redis.zrevrange(keys.openObjects, from, from + most - 1, 'WITHSCORES');
  return Array.from({ length: answer.length / 2 }, (_, n) => ({
    id: (answer[2 * n] ?? '').slice(keys.objectPrefix.length),
    score: answer[2 * n + 1] ?? '0',
  }));
}

async function textsOf({ redis, keys }: OpenedRedis, objects: readonly Cursor[]): Promise<(string | null)[]> {
  const reads = redis.pipeline();
  for (const { id } of objects) reads.hget(keys.objectPrefix + id, 'state');
  return ((await reads.exec()) ?? []).map(([error, text]) => {
    if (error) throw error;
    return z.string().nullable().parse(text);
  });
}

/** Null for what is no record, or one that this version cannot read. */
export function stateIn(text: string | null): FaultState | null {
  try {
    return text === null ? null : stateOfText(text);
  } catch {
    return null;
  }
}
