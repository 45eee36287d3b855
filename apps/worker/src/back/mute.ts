/** Mutes an object in Guance, always with an end, and takes that back. */
import type { GuanceFailure, Mute } from '@guance-jira/guance';
import type { Looking, Muting } from '@guance-jira/ledger';
import { isStep, type Step } from '../disposition.ts';
import { asked, LOOK_AFTER_MS, later, laterAfter, myTurn } from './asking.ts';
import { type BackTurn, type Did, MAX_TRIES, noteSent, overtaken } from './back-turn.ts';
import { listMutes } from './list-mutes.ts';
import { nameOf } from './mute-name.ts';

export async function mute(turn: BackTurn, until: number, tries: number): Promise<Did | Step> {
  const { muted } = turn.subject;
  if (muted === null)
    return {
      did: 'refused',
      reason: 'cannot_mute: the alert names no monitor with tags, and a mute would silence more',
    };
  await turn.replicasAnswer();
  const notYet = await myTurn(turn);
  if (notYet) return notYet;
  const name = nameOf(turn);
  const sent: Muting = {
    ...{ closing: turn.closing, state: 'sent', sentAt: turn.now(), tries: tries + 1 },
    ...{ name, until, id: null },
  };
  const unsent: Muting = { ...sent, state: 'again', tries };
  if (!(await noteSent(turn, { mute: sent }, { mute: unsent }))) return overtaken();
  const end = await asked(turn, 'mute', (guance) =>
    guance.mute(turn.workspace, {
      ...{ name, description: turn.description, from: sent.sentAt, until },
      monitor: { id: muted.monitorId, name: muted.monitorName },
      tags: muted.tags,
    }),
  );
  if (end.end === 'lost') return laterAfter(end.failure);
  if (end.end === 'done') {
    await turn.note({ mute: { ...sent, state: 'muted', id: end.answer } });
    return { did: 'muted' };
  }
  const refused = end.end === 'refused';
  const noted = await turn.note({
    mute: { ...sent, state: refused ? 'refused' : 'again', tries: refused ? sent.tries : tries },
  });
  if (refused) return { did: 'refused', reason: end.failure.message };
  return noted ? laterAfter(end.failure) : overtaken();
}

/** The answer was lost, or the worker died: its name tells whether it is there. */
export async function lookMuted(turn: BackTurn, sent: Muting, looking: Looking | null): Promise<Did | Step> {
  const sinceMs = turn.now() - sent.sentAt;
  if (sinceMs < LOOK_AFTER_MS) return later(LOOK_AFTER_MS - sinceMs, 'the answer of Guance was lost: waiting to look');
  // Also one that is over by now: it was for this closing.
  const listed = await listMutes(turn, looking, {
    ...{ name: sent.name, look: `sent ${sent.sentAt}`, standing: false, onlyOne: true },
    isOurs: (one) => isOurs(one, sent),
    isUnknown: () => false,
  });
  if (isStep(listed)) return listed;
  const [found] = listed.end === 'done' ? listed.found : [];
  if (found) {
    if (!(await turn.note({ mute: { ...sent, state: 'muted', id: found.id } }))) return overtaken();
    return { did: 'muted', reason: 'found so after its answer was lost' };
  }
  const refusal = listed.end === 'done' ? listed.unread : listed.reason;
  const over = refusal !== null || sent.tries >= MAX_TRIES;
  if (!(await turn.note({ mute: { ...sent, state: over ? 'refused' : 'again' } }))) return overtaken();
  return over ? { did: 'refused', reason: refusal ?? 'Guance has not carried it out' } : { did: 'looked' };
}

/** Where the list has no names its end must do: one of others would be lifted in the place of ours. */
function isOurs({ name, until }: Mute, sent: Muting): boolean {
  return name === null ? until === Math.floor(sent.until / 1000) * 1000 : name === sent.name;
}

/** May be asked for twice: what is gone is lifted. What Guance refuses to lift stands, and the next change asks for it again. */
export async function lift(turn: BackTurn, standing: Muting): Promise<Did | Step> {
  const isOfThis = standing.liftRefused?.by === turn.change;
  let left: Muting = isOfThis ? standing : { ...standing, liftRefused: undefined };
  for (const one of leftToLift(standing, turn.change)) {
    const notYet = await myTurn(turn);
    if (notYet) return notYet;
    const end = await asked(turn, 'lift', (guance) => guance.lift(turn.workspace, one));
    if (end.end === 'lost' || end.end === 'not_sent') return laterAfter(end.failure);
    left = end.end === 'done' ? without(one, left) : { ...left, liftRefused: refusalOf(turn, one, left, end.failure) };
    if (!(await turn.note({ mute: left }))) return overtaken();
  }
  return left.state === 'lifted' ? { did: 'lifted' } : { did: 'refused' };
}

/** Those that Guance has not refused to this change already: it may have had to wait between two of them. */
export function leftToLift({ id, others = [], liftRefused }: Muting, change: string): string[] {
  const all = [...others, ...(id === null ? [] : [id])];
  const refused = liftRefused?.by === change ? (liftRefused.ids ?? all) : [];
  return all.filter((one) => !refused.includes(one));
}

/** The last one keeps its id: the list may show it for a while yet. */
function without(id: string, standing: Muting): Muting {
  const others = standing.others ?? [];
  if (id !== standing.id) return { ...standing, others: others.filter((other) => other !== id) };
  const next = others.at(-1);
  return next === undefined ? { ...standing, state: 'lifted' } : { ...standing, id: next, others: others.slice(0, -1) };
}

function refusalOf(turn: BackTurn, id: string, { liftRefused }: Muting, { message }: GuanceFailure) {
  const ids = [...(liftRefused?.ids ?? []), id];
  return { at: turn.now(), by: turn.change, reason: `still_muted: ${message}`, ids };
}
