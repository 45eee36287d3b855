/** Faults that stand open in Guance: which of them never came here. */
import type { MissedFault } from '@guance-jira/ledger';
import { objectOfRef, routeFor } from '@guance-jira/mapping';
import type { ExaminedStore } from './examined.ts';
import type { Heard } from './heard.ts';
import { isBusy, isKnownEvent, knownObject } from './known.ts';
import type { LookDeps } from './look-deps.ts';
import { type Examined, judgeListed, judgeWhole, type Known, type Listed, stillSays } from './policy.ts';
import { enqueue, readWholeIfAny, type WholeEvent } from './read-whole.ts';

/** Those that nobody has told us of, and that the rules would take. */
export async function missedFaults(
  listed: readonly Listed[],
  heard: ReadonlyMap<string, Heard>,
  store: ExaminedStore,
  deps: LookDeps,
): Promise<MissedFault[]> {
  const missed: MissedFault[] = [];
  for (const fault of listed) {
    const found = await examine(fault, heard.get(fault.ref) ?? null, store, deps);
    if (found !== null) missed.push(found);
  }
  return missed;
}

async function examine(
  fault: Listed,
  heard: Heard | null,
  store: ExaminedStore,
  deps: LookDeps,
): Promise<MissedFault | null> {
  const { now, rules } = deps;
  const before = store.of(fault.ref);
  const firstAt = Math.min(before?.firstAt ?? now(), now());
  const judged = judgeListed(fault, await knownOf(fault, heard, deps), firstAt, now());
  if (judged === 'known') {
    await store.drop(fault.ref);
    return null;
  }
  const keep = (verdict: Examined['verdict'], event?: WholeEvent) =>
    store.put({ ...{ verdict, fault, firstAt }, checkedAt: now(), ...(event ? { job: event.job } : {}) });
  if (judged === 'young') {
    await keep('young');
    return null;
  }
  // The rules may have changed since: what was read then says what they make of it now.
  const again = before !== null && stillSays(before, fault, now()) ? before : null;
  const planned = again?.alert ? judgeWhole({ ...AS_READ, route: routeFor(again.alert, rules()) }) : again?.verdict;
  if (again !== null && planned !== 'take')
    return planned === 'missed' && again.alert ? toldAs(fault, routeFor(again.alert, rules())?.name ?? null) : null;
  const whole = await readWholeIfAny(fault.docId, fault.eventId, deps);
  if (whole === null) return toldAs(fault, null);
  const verdict = judgeWhole(whole);
  if (verdict === 'take') {
    await enqueue(whole, 'fault', deps);
    await store.drop(fault.ref);
    return null;
  }
  await keep(verdict, verdict === 'missed' || verdict === 'ignored' ? whole : undefined);
  return verdict === 'missed' ? toldAs(fault, whole.route?.name ?? null) : null;
}

/** What is kept has been read as an abnormal event that nobody silenced, of a fault that nobody knew. */
const AS_READ = { workspace: null, recovered: false, silent: false, faultKnown: false };

async function knownOf({ ref, eventId }: Listed, heard: Heard | null, deps: LookDeps): Promise<Known> {
  const objectKey = objectOfRef(deps.workspace, ref);
  const [event, busy, object] = await Promise.all([
    isKnownEvent(deps, deps.workspace, eventId),
    isBusy(deps, objectKey),
    knownObject(deps, objectKey),
  ]);
  return { event, busy, object, heardAt: heard?.at ?? null };
}

export function toldAs({ ref, eventId, title, status, at }: Listed, route: string | null): MissedFault {
  return { ref, eventId, title, status, at, route, issueKey: null };
}
