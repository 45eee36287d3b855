/** The events that came, newest first, a page at a time. However many there are, a page looks at a bounded number of them. */
import { lua, nameLine, QUEUE_NAME, script } from '@guance-jira/queue';
import { z } from 'zod';
import type { OpenedRedis } from '../opened-redis.ts';
import type { Cursor, EventFilter } from './filter.ts';
import { type EventRow, readRows } from './read-rows.ts';

export const EVENTS_A_PAGE = 50;
/** So many are looked at for one page; then a person says whether to go on. */
const MAX_LOOKED_AT = 10_000;
/** Redis does nothing else meanwhile: about a millisecond. */
const LOOKED_AT_ONCE = 250;
/** Half of what a page may take. */
const SEARCH_MS = 150;

export interface EventPage {
  readonly events: readonly EventRow[];
  /** Where older ones begin; null when there are none. */
  readonly next: Cursor | null;
  /** How many were looked at for it. */
  readonly lookedAt: number;
}

/** @param now tells how long the search has taken, in milliseconds */
export async function listEvents(
  opened: OpenedRedis,
  filter: EventFilter,
  after: Cursor | null,
  now: () => number,
): Promise<EventPage> {
  const { ids, next, lookedAt } = await scanEvents(opened, filter, after, EVENTS_A_PAGE, now);
  return { events: await readRows(opened, ids), next, lookedAt };
}

/** Job ids, newest first: at most so many are wanted, and only a bounded number is looked at. */
export async function scanEvents(
  { redis, keys }: OpenedRedis,
  filter: EventFilter,
  after: Cursor | null,
  most: number,
  now: () => number,
): Promise<{ ids: string[]; next: Cursor | null; lookedAt: number }> {
  const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:`;
  // A few failed ones among a million would be searched for long; BullMQ has them by themselves.
  const source = filter.state === 'failed' ? `${jobs}failed` : keys.seen;
  const wanted = argsOf(filter);
  const begun = now();
  const ids: string[] = [];
  let place = after;
  let lookedAt = 0;
  for (;;) {
    const missing = most - ids.length;
    const from = [place?.id ?? '', place?.score ?? ''];
    const args = [jobs, keys.eventPrefix, ...from, LOOKED_AT_ONCE, missing, ...wanted];
    const answer = Scanned.parse(await SCAN(redis, [source], args));
    ids.push(...answer.ids);
    lookedAt += answer.lookedAt;
    place = answer.last;
    const enough = ids.length >= most || lookedAt >= MAX_LOOKED_AT || now() - begun > SEARCH_MS;
    if (answer.atEnd || enough) return { ids, next: answer.atEnd ? null : place, lookedAt };
  }
}

function argsOf({ since, until, state, route, levels, workspace, text }: EventFilter): string[] {
  // Redis knows the small letters of ASCII only.
  const small = (part: string | undefined) => (part ?? '').trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return [
    ...[since, until].map((at) => (at === undefined ? '' : String(at))),
    ...[state ?? '', route ?? '', levels === undefined ? '' : `,${levels.join(',')},`],
    // A title pasted whole may be longer than what a job is called by, or have other spaces.
    ...[small(workspace), small(text), small(nameLine(text ?? ''))],
  ];
}

const Scanned = z
  .tuple([z.number(), z.number(), z.string(), z.string()])
  .rest(z.string())
  .transform(([atEnd, lookedAt, id, score, ...ids]) => ({
    atEnd: atEnd === 1,
    lookedAt,
    last: id === '' ? null : { id, score },
    ids,
  }));

const SCAN = script(lua(new URL('./scripts/scan.lua', import.meta.url)));
