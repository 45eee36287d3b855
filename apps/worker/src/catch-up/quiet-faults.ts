/** Faults of which we have heard, or which we have missed, and which Guance lists no more: over there, or burning without a word. */
import { type FailureKind, GuanceFailure, type NewestEvent } from '@guance-jira/guance';
import type { IssueRef } from '@guance-jira/jira';
import type { MissedFault } from '@guance-jira/ledger';
import { issueRouteNamed } from '@guance-jira/mapping';
import type { Heard } from './heard.ts';
import { isKnownEvent, knownObject, openIssueOf } from './known.ts';
import type { LookDeps } from './look-deps.ts';
import { GRACE_MS, judgeQuiet, MAX_BACK_MS } from './policy.ts';
import { enqueue, type Reader } from './read-whole.ts';

/** The newest event of each of them; null where Guance does not let us ask, which its list of open faults does not depend on. */
export async function newestOf(
  refs: readonly string[],
  from: number,
  { ask, workspace, now, log }: LookDeps,
): Promise<Map<string, NewestEvent> | null> {
  const found = new Map<string, NewestEvent>();
  for (let start = 0; start < refs.length; start += MAX_ASKED) {
    const some = refs.slice(start, start + MAX_ASKED);
    try {
      const range = { from, to: now() };
      for (const event of await ask('query', (guance) => guance.newest(workspace, some, range)))
        found.set(event.ref, event);
    } catch (error) {
      if (!(error instanceof GuanceFailure) || !NOT_TOLD.includes(error.kind)) throw error;
      log.warn('Guance does not tell the newest events', { workspace, reason: error.message });
      return null;
    }
  }
  return found;
}

const MAX_ASKED = 100;
/** A key that may not query; and a query over weeks that Guance does not finish may not keep what its list tells. */
const NOT_TOLD: readonly FailureKind[] = ['refused', 'unauthorized', 'ambiguous'];

/** Issues that are read in Jira at one look, to know whether they are closed. */
const MAX_LOOKS = 20;

/** Others first at each minute, so that each has its turn. */
function inTurn<T>(all: readonly T[], now: number): readonly T[] {
  const first = all.length === 0 ? 0 : (Math.floor(now / 60_000) * MAX_LOOKS) % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

/** Objects whose fault stands here, and which Guance does not list: to be asked for. */
export async function standingHere(
  heard: ReadonlyMap<string, Heard>,
  listed: ReadonlySet<string>,
  deps: LookDeps,
): Promise<Map<string, Standing>> {
  const standing = new Map<string, Standing>();
  for (const [ref, known] of heard) {
    if (listed.has(ref) || deps.now() - known.at < GRACE_MS) continue;
    const here = await standsHere(known, deps);
    if (here !== null) standing.set(ref, { ...known, ...here });
    // Nothing stands here for it, and what is over or ignored need not be known for longer than it may be listed.
    else if (deps.now() - known.at > MAX_BACK_MS) await deps.redis.hdel(deps.keys.heard(deps.workspace), ref);
  }
  return standing;
}

export type Standing = Heard & { route: string; issue: IssueRef | null; issueKey: string | null };

async function standsHere({ objectKey, faultKey }: Heard, deps: LookDeps) {
  const object = await knownObject(deps, objectKey);
  if (object !== null) return object.open && object.issueKey !== null ? object : null;
  return openIssueOf(deps, faultKey);
}

/** Those that are over there: told, or made good by their own recovery where the route says so. */
export async function overThere(
  standing: ReadonlyMap<string, Standing>,
  newest: ReadonlyMap<string, NewestEvent>,
  deps: LookDeps & { reader: Reader },
): Promise<{ over: MissedFault[]; more: boolean }> {
  const over: MissedFault[] = [];
  let more = false;
  let looks = 0;
  for (const [ref, here] of inTurn([...standing], deps.now())) {
    const event = newest.get(ref) ?? null;
    if (event === null || judgeQuiet(event, here.at, deps.now()) !== 'over') continue;
    // It came, and its fate is told elsewhere: it waits, or a person has closed the issue.
    if (await isKnownEvent(deps, deps.workspace, event.eventId)) continue;
    const { route, issue, issueKey } = here;
    if (issueRouteNamed(route, deps.rules())?.catchUp === true) {
      const whole = await deps.reader.read(event.docId, event.eventId);
      if (whole === 'later') more = true;
      else if (whole?.recovered) await enqueue(whole, 'recovery', deps);
      if (whole !== null) continue;
    }
    // Guance can be told to send no recoveries at all, and then people close them all.
    const looked = issue !== null && looks < MAX_LOOKS ? issue : null;
    if (looked !== null) looks += 1;
    if (looked !== null && (await deps.isClosed(looked))) {
      await deps.redis.hdel(deps.keys.heard(deps.workspace), ref);
      continue;
    }
    const { eventId, title, at } = event;
    over.push({ ref, eventId, title, status: 'ok', at, route, issueKey });
  }
  return { over, more };
}
