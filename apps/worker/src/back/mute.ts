/** Mutes an object in Guance, always with an end, and takes that back. */
import { hash } from 'node:crypto';
import type { Mute } from '@guance-jira/guance';
import type { Muting } from '@guance-jira/ledger';
import type { Step } from '../disposition.ts';
import { asked, LOOK_AFTER_MS, later, laterAfter, myTurn } from './asking.ts';
import { type BackTurn, type Did, MAX_TRIES, noteSent, overtaken } from './back-turn.ts';

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
export async function lookMuted(turn: BackTurn, sent: Muting): Promise<Did | Step> {
  const sinceMs = turn.now() - sent.sentAt;
  if (sinceMs < LOOK_AFTER_MS) return later(LOOK_AFTER_MS - sinceMs, 'the answer of Guance was lost: waiting to look');
  const notYet = await myTurn(turn);
  if (notYet) return notYet;
  const end = await asked(turn, 'mutes', (guance) => guance.mutes(turn.workspace, sent.name));
  if (end.end !== 'done' && end.end !== 'refused') return laterAfter(end.failure);
  const found = end.end === 'done' ? end.answer.find((one) => isOurs(one, sent)) : undefined;
  if (found) {
    if (!(await turn.note({ mute: { ...sent, state: 'muted', id: found.id } }))) return overtaken();
    return { did: 'muted', reason: 'found so after its answer was lost' };
  }
  const over = end.end === 'refused' || sent.tries >= MAX_TRIES;
  if (!(await turn.note({ mute: { ...sent, state: over ? 'refused' : 'again' } }))) return overtaken();
  if (!over) return { did: 'looked' };
  return { did: 'refused', reason: end.end === 'refused' ? end.failure.message : 'Guance has not carried it out' };
}

/** Where the list has no names its end must do: one of others would be lifted in the place of ours. */
function isOurs({ name, until }: Mute, sent: Muting): boolean {
  return name === null ? until === Math.floor(sent.until / 1000) * 1000 : name === sent.name;
}

/** May be asked for twice: what is gone is lifted. */
export async function lift(turn: BackTurn, standing: Muting): Promise<Did | Step> {
  const { id } = standing;
  if (id === null) throw new Error('a mute that stands has an id');
  const notYet = await myTurn(turn);
  if (notYet) return notYet;
  const end = await asked(turn, 'lift', (guance) => guance.lift(turn.workspace, id));
  if (end.end === 'lost' || end.end === 'not_sent') return laterAfter(end.failure);
  if (!(await turn.note({ mute: { ...standing, state: end.end === 'done' ? 'lifted' : 'refused' } })))
    return overtaken();
  return end.end === 'done' ? { did: 'lifted' } : { did: 'refused', reason: end.failure.message };
}

/** The same for one closing of one issue, and for no other. People see it in Guance's list of mutes. */
export function nameOf(turn: NameParts): string {
  const { closing, issueId } = turn;
  return `${namePrefixOf(turn)}${hash('sha256', `${issueId} ${closing}`, 'hex').slice(0, 8)}`;
}

/** Of all mutes of one issue. */
export function namePrefixOf({ subject }: Pick<NameParts, 'subject'>): string {
  return `guance-jira ${subject.issueKey} `;
}

type NameParts = Pick<BackTurn, 'subject' | 'closing' | 'issueId'>;
