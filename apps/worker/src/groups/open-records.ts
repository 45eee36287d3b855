/**
 * Records of objects that nothing lets expire, as Redis keeps them: each is in a sorted set, by when its issue is looked at
 * (open-issues.ts). A record and its place there are written together (groups/per-fault/state/state-store.ts), and go together.
 */
import { type Keys, lua, onNodeOf, REDIS_CLOCK, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';

/** Often enough that a record with a time to live is seen twice before it expires. */
export function lookEveryMs(ledgerDays: number): number {
  return (ledgerDays * 86_400_000) / 3;
}

/**
 * What a look at the issue showed: the record and its fault's are kept on, or get their time to live, if they have none yet. They
 * are looked at again all the same: whoever closed the issue may open it again. A record that has changed meanwhile is left as
 * it is, and one that has gone leaves the set.
 * @param seconds to live; null while the issue is open
 */
export async function keepRecord(
  { redis, keys }: { redis: RedisClient; keys: Keys },
  record: string,
  { state, seconds, againMs }: { state: string; seconds: number | null; againMs: number },
): Promise<void> {
  await KEEP(redis, [record, keys.openObjects], [state, seconds ?? 0, againMs]);
}

/**
 * Puts records into the set that an older version has written, which gave those whose fault had recovered a time to live, whatever
 * became of the issue. They are kept from now on, until their issue is looked at at some time within `withinMs`. How many.
 */
export async function watchOlderRecords(
  { redis, keys }: { redis: RedisClient; keys: Keys },
  { withinMs, random }: { withinMs: number; random: () => number },
): Promise<number> {
  const pattern = `${keys.objectPrefix.replaceAll(/[*?[\]\\]/g, '\\$&')}*`;
  let watched = 0;
  let cursor = '0';
  do {
    // In a Cluster all our keys lie on one node.
    const [page] = await onNodeOf(redis, keys.openObjects, [['SCAN', cursor, 'MATCH', pattern, 'COUNT', PAGE]]);
    const [next, records] = Page.parse(page);
    const taken = await Promise.all(
      records.map((record) => WATCH(redis, [record, keys.openObjects], [Math.floor(random() * withinMs)])),
    );
    watched += taken.filter((answer) => answer === 1).length;
    cursor = next;
  } while (cursor !== '0');
  return watched;
}

/** Keys that Redis looks at in one step. */
const PAGE = 500;
const Page = z.tuple([z.string(), z.array(z.string())]);

const KEEP = script(lua(new URL('./scripts/keep.lua', import.meta.url), { REDIS_CLOCK }));

const WATCH = script(lua(new URL('./scripts/watch.lua', import.meta.url), { REDIS_CLOCK }));
