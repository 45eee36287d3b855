/** Faults that stand open in Guance: which of them never came here. */
import type { MissedFault } from '@guance-jira/ledger';
import { type AlertEvent, objectOfRef, routeFor } from '@guance-jira/mapping';
import type { ExaminedStore, Kept } from './examined.ts';
import type { Heard } from './heard.ts';
import { isBusy, isKnownEvent, knownObject } from './known.ts';
import type { LookDeps } from './look-deps.ts';
import {
  type Examined,
  judgeListed,
  judgeWhole,
  type Known,
  type Listed,
  stillSays,
  type Verdict,
  type Whole,
} from './policy.ts';
import { enqueue, type Reader, type WholeEvent } from './read-whole.ts';

export interface MissedDeps extends LookDeps {
  store: ExaminedStore;
  reader: Reader;
}

/** Those that nobody has told us of, and that the rules would take. `more`: not all could be read. */
export async function missedFaults(
  listed: readonly Listed[],
  heard: ReadonlyMap<string, Heard>,
  deps: MissedDeps,
): Promise<{ missed: MissedFault[]; more: boolean }> {
  const missed: MissedFault[] = [];
  let more = false;
  let anew = 0;
  const mayReadAnew = () => ++anew <= MAX_ANEW;
  // What nobody has read goes first.
  const isNew = (fault: Listed) => !wasRead(deps.store.of(fault.ref), fault);
  for (const fault of [...listed].sort((a, b) => Number(isNew(b)) - Number(isNew(a)))) {
    const found = await examine(fault, heard.get(fault.ref) ?? null, { ...deps, mayReadAnew });
    if (found === 'later') more = true;
    else if (found !== null) missed.push(found);
  }
  return { missed, more };
}

/** So many at one look: hundreds of muted ones would keep the key busy for ever. */
const MAX_ANEW = 25;

/** This very round at this level, however long ago. */
function wasRead(before: Kept | null, fault: Listed): before is Kept {
  return before !== null && stillSays(before, fault, before.checkedAt);
}

async function examine(
  fault: Listed,
  heard: Heard | null,
  deps: MissedDeps & { mayReadAnew: () => boolean },
): Promise<MissedFault | 'later' | null> {
  const { now, rules, store, reader, mayReadAnew } = deps;
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
  const again = wasRead(before, fault) ? before : null;
  const alert = again?.alert() ?? null;
  const planned = alert ? await verdictOn(alert, fault, AS_READ, deps) : again?.verdict;
  if (again !== null && planned !== 'take' && (stillSays(again, fault, now()) || !mayReadAnew())) {
    if (planned === 'unread') return toldAs(fault, null);
    return planned === 'missed' && alert ? toldAs(fault, routeFor(alert, rules())?.name ?? null) : null;
  }
  const whole = await reader.read(fault.docId, fault.eventId);
  if (whole === 'later') {
    // Also where it is listed no more at the next look: its newest event tells then.
    if (before?.verdict !== 'young') await keep('young');
    return 'later';
  }
  if (whole === null) {
    await keep('unread');
    return toldAs(fault, null);
  }
  const verdict = await verdictOn(whole.alert, fault, whole, deps);
  if (verdict === 'take') {
    await enqueue(whole, 'fault', deps);
    await store.drop(fault.ref);
    return null;
  }
  await keep(verdict, verdict === 'missed' || verdict === 'ignored' ? whole : undefined);
  return verdict === 'missed' ? toldAs(fault, whole.route?.name ?? null) : null;
}

/**
 * Under `group: fault` the marker of the fault finds an issue that Redis has forgotten. Under `group: event` an earlier event of the
 * fault may have opened one, which nothing in this event leads to: then it is told, and made into nothing.
 */
async function verdictOn(
  alert: AlertEvent,
  fault: Listed,
  whole: Omit<Whole, 'route'>,
  { rules, mayStandForgotten }: LookDeps,
): Promise<Verdict> {
  const route = routeFor(alert, rules());
  const verdict = judgeWhole({ ...whole, route });
  if (verdict !== 'take' || route?.kind !== 'issue' || route.group === 'fault') return verdict;
  return (await mayStandForgotten(alert.faultStart ?? fault.since ?? 0)) ? 'missed' : 'take';
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
