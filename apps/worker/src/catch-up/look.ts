/** One look at a workspace: what stands open in Guance and not here, what stands here and not in Guance. May be repeated at any point. */
import { GuanceFailure } from '@guance-jira/guance';
import type { LookRecord, MissedFault } from '@guance-jira/ledger';
import { type ExaminedStore, openExamined } from './examined.ts';
import { heardIn } from './heard.ts';
import { listOpen } from './list-open.ts';
import type { LookDeps } from './look-deps.ts';
import { missedFaults, toldAs } from './open-faults.ts';
import { type Examined, type Listed, MAX_BACK_MS } from './policy.ts';
import { newestOf, overThere, standingHere } from './quiet-faults.ts';
import { createReader, foreign } from './read-whole.ts';

/** @throws GuanceFailure, LookEnded; what was found before is kept, and the next look goes on from there */
export async function lookAt(lookedAt: number | null, deps: LookDeps): Promise<Looked> {
  const { redis, keys, workspace, ask, now } = deps;
  const startedAt = now();
  const named = await ask('workspace', (guance) => guance.workspaceOf(workspace)).catch(unlessItMayNot);
  if (named !== null && named !== workspace) throw foreign(named);
  const listed = await listOpen(deps, lookedAt, startedAt);
  const [heard, store] = [await heardIn(redis, keys, workspace), await openExamined(redis, keys, workspace)];
  const refs = new Set(listed.now.map(({ ref }) => ref));
  // Missed before, or not read yet, and listed no more: an alert that rings once is in the list for six hours.
  const remembered = store.all().flatMap(({ verdict, fault }) => (STAND_OUT.includes(verdict) ? [fault] : []));
  const quiet = [...listed.before, ...remembered].filter(({ ref }) => !refs.has(ref));
  const standing = await standingHere(heard, refs, deps);
  const asked = [...new Set([...quiet.map(({ ref }) => ref), ...standing.keys()])];
  const oldest = Math.min(startedAt - MAX_BACK_MS, ...[...standing.values()].map(({ at }) => at));
  const newest = asked.length === 0 ? new Map() : await newestOf(asked, oldest, deps);
  const burning = quiet.flatMap((fault): Listed[] => {
    const event = newest?.get(fault.ref);
    return event === undefined || event.recovered
      ? []
      : [{ ...fault, docId: event.docId, eventId: event.eventId, at: event.at }];
  });
  const still = new Set([...refs, ...burning.map(({ ref }) => ref)]);
  for (const { fault } of store.all()) if (newest !== null && !still.has(fault.ref)) await store.drop(fault.ref);
  const proven = { ...deps, proven: named !== null };
  const reader = createReader(proven, MAX_READ);
  const { missed, more } = await missedFaults([...listed.now, ...burning], heard, { ...deps, store, reader });
  if (newest === null) missed.push(...(await untold(quiet, store, deps)));
  const gone = await overThere(standing, newest ?? new Map(), { ...deps, reader: createReader(proven, MAX_READ) });
  return { lookedAt: startedAt, unseen: summed(missed), over: summed(gone.over), more: more || gone.more };
}

export type Looked = Pick<LookRecord, 'lookedAt' | 'unseen' | 'over'> & {
  /** There is more to be read than one look does. */
  more: boolean;
};

/** Five minutes of the key, each: a list that was read before that is hardly true any more. */
const MAX_READ = 100;
const STAND_OUT: readonly Examined['verdict'][] = ['young', 'unread', 'missed'];

/** Whether they still burn nobody tells: they are told, made into nothing, and asked for again at the next looks. */
async function untold(quiet: readonly Listed[], store: ExaminedStore, { now }: LookDeps): Promise<MissedFault[]> {
  const told: MissedFault[] = [];
  for (const fault of new Map(quiet.map((one) => [one.ref, one])).values()) {
    if (fault.at < now() - MAX_BACK_MS) {
      await store.drop(fault.ref);
      continue;
    }
    if (store.of(fault.ref) === null) await store.put({ verdict: 'young', fault, firstAt: now(), checkedAt: now() });
    told.push(toldAs(fault, null));
  }
  return told;
}

/** A key whose role leaves that out may read events all the same, which name their workspace themselves. */
function unlessItMayNot(error: unknown): null {
  if (error instanceof GuanceFailure && (error.kind === 'unauthorized' || error.kind === 'refused')) return null;
  throw error;
}

function summed(faults: readonly MissedFault[]): LookRecord['unseen'] {
  const newestFirst = [...faults].sort((a, b) => b.at - a.at);
  return { count: faults.length, faults: newestFirst.slice(0, MAX_TOLD) };
}

/** For people; the number tells of the rest. */
const MAX_TOLD = 50;
