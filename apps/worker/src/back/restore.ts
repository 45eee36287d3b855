/** Recovers a fault in Guance: noted before it is sent, sent once, and looked at where the answer was lost. */
import type { OpenFault } from '@guance-jira/guance';
import type { Restore } from '@guance-jira/ledger';
import type { Step } from '../disposition.ts';
import { asked, LOOK_AFTER_MS, later, laterAfter, myTurn } from './asking.ts';
import { type BackTurn, type Did, MAX_TRIES, noteSent, overtaken } from './back-turn.ts';

export async function restore(turn: BackTurn, tries: number): Promise<Did | Step> {
  const { ref } = turn.subject;
  if (ref === null)
    return { did: 'refused', reason: 'no_reference: the alert names no object that Guance could recover' };
  await turn.replicasAnswer();
  const notYet = await myTurn(turn);
  if (notYet) return notYet;
  const sent: Restore = { closing: turn.closing, state: 'sent', sentAt: turn.now(), tries: tries + 1 };
  const unsent: Restore = { ...sent, state: 'again', tries };
  if (!(await noteSent(turn, { restore: sent }, { restore: unsent }))) return overtaken();
  const end = await asked(turn, 'restore', (guance) => guance.restore(turn.workspace, ref));
  if (end.end === 'lost') return laterAfter(end.failure);
  const state = end.end === 'done' ? 'done' : end.end === 'refused' ? 'refused' : 'again';
  const noted = await turn.note({ restore: { ...sent, state, tries: state === 'again' ? tries : sent.tries } });
  if (end.end === 'done') return { did: 'restored' };
  if (end.end === 'refused') return { did: 'refused', reason: end.failure.message };
  return noted ? laterAfter(end.failure) : overtaken();
}

/** The answer was lost, or the worker died: does Guance still have the fault that was to be recovered? */
export async function lookRestored(turn: BackTurn, sent: Restore): Promise<Did | Step> {
  const { ref, at } = turn.subject;
  const sinceMs = turn.now() - sent.sentAt;
  if (sinceMs < LOOK_AFTER_MS) return later(LOOK_AFTER_MS - sinceMs, 'the answer of Guance was lost: waiting to look');
  const notYet = await myTurn(turn);
  if (notYet) return notYet;
  const to = turn.now();
  const from = to - LOOK_BACK_MS;
  const range = ref === null ? { from, to } : { from, to, ref };
  const end = await asked(turn, 'abnormal', (guance) => guance.openFaults(turn.workspace, range));
  if (end.end === 'refused') return given(turn, sent, end.failure.message);
  if (end.end !== 'done') return laterAfter(end.failure);
  if (isRestored(end.answer, sent.sentAt, at < from)) {
    if (!(await turn.note({ restore: { ...sent, state: 'done' } }))) return overtaken();
    return { did: 'restored', reason: 'found so after its answer was lost' };
  }
  if (sent.tries >= MAX_TRIES) return given(turn, sent, 'Guance has not carried it out, and gave no answer');
  if (!(await turn.note({ restore: { ...sent, state: 'again' } }))) return overtaken();
  return { did: 'looked' };
}

async function given(turn: BackTurn, sent: Restore, reason: string): Promise<Did | Step> {
  if (!(await turn.note({ restore: { ...sent, state: 'refused' } }))) return overtaken();
  return { did: 'refused', reason };
}

/**
 * A fault that began since then has begun anew, which only what was recovered can; an event alone may repeat the one before. Where the
 * last event is older than Guance looks back its list tells nothing, and a second restore of what stands, or of what was restored, does
 * no harm.
 */
function isRestored(open: readonly Pick<OpenFault, 'at' | 'since'>[], sentAt: number, outOfSight: boolean): boolean {
  if (open.length === 0) return !outOfSight;
  return open.some(({ at, since }) => (since ?? at) > sentAt);
}

/** Guance takes six hours at most. */
const LOOK_BACK_MS = 6 * 3_600_000;
