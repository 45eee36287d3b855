import type { OpenPage } from '@guance-jira/guance';
import type { LookDeps } from './look-deps.ts';
import { type Listed, windowsOf } from './policy.ts';

export interface OpenThere {
  /** Listed in the newest window. */
  now: Listed[];
  /** Listed in an older one alone: whether they are over since, their newest event tells. */
  before: Listed[];
}

/** All that Guance lists as open, back to the last look; of an object the newest. */
export async function listOpen(
  { ask, workspace, log }: Pick<LookDeps, 'ask' | 'workspace' | 'log'>,
  lookedAt: number | null,
  now: number,
): Promise<OpenThere> {
  const found = new Map<string, Listed>();
  let [newest, unread] = [0, 0];
  for (const [index, range] of windowsOf(lookedAt, now).entries()) {
    for (let offset: number | null = 0; offset !== null; ) {
      if (offset >= MAX_LISTED) {
        log.warn('Guance has more open faults than one look reads', { workspace, read: offset });
        break;
      }
      const at: number = offset;
      const page: OpenPage = await ask('abnormal', (guance) => guance.openPage(workspace, { ...range, offset: at }));
      for (const { ref, ...fault } of page.faults) {
        if (ref === null) continue;
        const since = ownStart(fault.since, range.from);
        const known = found.get(ref);
        if (known === undefined) found.set(ref, { ref, ...fault, since, begunBy: fault.since });
        // Its round is older than the newer range, and begins in this one.
        else if (known.since === null) found.set(ref, { ...known, since, begunBy: fault.since ?? known.begunBy });
      }
      unread += page.unread;
      offset = page.next;
    }
    if (index === 0) newest = found.size;
  }
  if (unread > 0) log.warn('open faults of Guance cannot be read', { workspace, unread });
  const all = [...found.values()];
  return { now: all.slice(0, newest), before: all.slice(newest) };
}

/** In Guance's own sample it is the first full minute of the range, where the fault is older: then it tells nothing. */
function ownStart(since: number | null, from: number): number | null {
  return since === null || since < from + EDGE_MS ? null : since;
}

const EDGE_MS = 5 * 60_000;
/** A hundred pages take five minutes of the key. */
const MAX_LISTED = 10_000;
