import { PAGE } from '@guance-jira/guance';
import type { Ask } from './ask.ts';
import { type Listed, windowsOf } from './policy.ts';

export interface OpenThere {
  /** Listed in the newest window. */
  now: Listed[];
  /** Listed in an older one alone: whether they are over since, their newest event tells. */
  before: Listed[];
}

/** All that Guance lists as open, back to the last look; of an object the newest. */
export async function listOpen(ask: Ask, workspace: string, lookedAt: number | null, now: number): Promise<OpenThere> {
  const found = new Map<string, Listed>();
  let newest = 0;
  for (const [index, range] of windowsOf(lookedAt, now).entries()) {
    for (let offset = 0; offset < MAX_LISTED; offset += PAGE) {
      const page = await ask('abnormal', (guance) => guance.openFaults(workspace, { ...range, offset }));
      for (const { ref, ...fault } of page)
        if (ref !== null && !found.has(ref))
          found.set(ref, { ref, ...fault, since: ownStart(fault.since, range.from), begunBy: fault.since });
      if (page.length < PAGE) break;
    }
    if (index === 0) newest = found.size;
  }
  const all = [...found.values()];
  return { now: all.slice(0, newest), before: all.slice(newest) };
}

/** In Guance's own sample it is the first full minute of the range, where the fault is older: then it tells nothing. */
function ownStart(since: number | null, from: number): number | null {
  return since === null || since < from + EDGE_MS ? null : since;
}

const EDGE_MS = 5 * 60_000;
/** So many are a storm; the rest comes with the next look. */
const MAX_LISTED = 2000;
