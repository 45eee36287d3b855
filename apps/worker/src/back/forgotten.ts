/**
 * Mutes that Redis has forgotten: it was wiped, restored from an old copy, or failed over. Their names tell the issue, so Guance's list
 * still has them. One that nobody here knows of would silence its object until its end, whatever people do in Jira.
 */
import type { Mute } from '@guance-jira/guance';
import type { IssueNow } from '@guance-jira/jira';
import type { BackRecord, Memory, Muting } from '@guance-jira/ledger';
import { isStep, type Step } from '../disposition.ts';
import { LOOK_AFTER_MS, later } from './asking.ts';
import { type BackTurn, type Did, overtaken } from './back-turn.ts';
import { listMutes } from './list-mutes.ts';
import { isOfClosing, namePrefixOf } from './mute-name.ts';

/**
 * Whether the issue may have been muted before the data of Redis began.
 * @param since no mute is older, in milliseconds by Jira's clock; 0 where it may be of any time
 */
export async function mayBeForgotten(
  since: number,
  memory: Pick<Memory, 'mustAsk' | 'mayHaveForgotten'>,
): Promise<boolean> {
  if (since === Number.POSITIVE_INFINITY) return false;
  const begun = { at: since, eventTime: since, receivedAt: since };
  // What Jira would have to be asked for costs no less than the look in Guance that it might spare.
  return (await memory.mustAsk(begun)) || (await memory.mayHaveForgotten(begun));
}

/** When it was first moved, before which nobody can have closed it; 0 where its history does not tell. */
export function firstMovedAt({
  statusChanges,
  historyIsWhole,
}: Pick<IssueNow, 'statusChanges' | 'historyIsWhole'>): number {
  return statusChanges === undefined || !historyIsWhole ? 0 : Math.min(...statusChanges.map(({ at }) => at));
}

/**
 * Once for an issue in each epoch of the ledger, except where not everything was seen: then the next change looks again. What a person
 * took back in Guance stays as it is known here.
 */
export async function lookForgotten(turn: BackTurn, { mute: known, looking }: BackRecord): Promise<Did | Step> {
  const { epoch, beganMs } = await turn.epoch();
  if (beganMs < LOOK_AFTER_MS)
    return later(LOOK_AFTER_MS - beganMs, 'Redis has lost data: waiting until Guance shows what was asked before');
  const name = namePrefixOf(turn);
  const stands = ({ until }: Mute) => until === null || until > turn.now();
  const listed = await listMutes(turn, looking, {
    ...{ name, look: `forgotten ${epoch}`, standing: true, onlyOne: false },
    isOurs: (mute) => mute.name?.startsWith(`${name} `) === true && mute.until !== null && stands(mute),
    isUnknown: (mute) => mute.name === null && stands(mute),
  });
  if (isStep(listed)) return listed;
  const mute = listed.end === 'refused' ? null : standing(turn, known, listed.found);
  if (mute !== null && !(await turn.note({ mute }))) return overtaken();
  const reason = listed.end === 'refused' ? listed.reason : listed.unread;
  // The next look begins with the first page.
  const begun = reason === null || (await turn.note({ looking: null }));
  const note = reason === null ? { asOf: epoch } : { unread: { by: turn.change, reason: `mutes_unread: ${reason}` } };
  if (!begun || !(await turn.note(note))) return overtaken();
  return { did: listed.end === 'refused' ? 'refused' : 'looked' };
}

/** All that stand, as one: what lifts it lifts each of them. Null where nothing is to be noted. */
function standing(turn: BackTurn, known: Muting | null, listed: readonly Mute[]): Muting | null {
  const isLifted = ({ id }: Mute) => known?.state === 'lifted' && id === known.id;
  const found = listed.filter((mute) => !isLifted(mute));
  const isKnown = ({ id }: Mute) => known?.state === 'muted' && id === known.id;
  const kept = found.find(isKnown) ?? found.find(({ name }) => isOfClosing(turn, name)) ?? found[0];
  if (kept === undefined) return null;
  const others = found.filter((mute) => mute !== kept).map(({ id }) => id);
  const until = Math.max(...found.map((mute) => mute.until ?? 0));
  if (known !== null && isKnown(kept)) return { ...known, until: Math.max(until, known.until), others };
  const closing = isOfClosing(turn, kept.name) ? turn.closing : 'forgotten';
  const { id, name } = kept;
  return { ...{ id, name: name ?? '', until, closing, others }, state: 'muted', sentAt: turn.now(), tries: 1 };
}
