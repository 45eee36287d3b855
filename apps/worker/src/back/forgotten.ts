/**
 * Mutes that Redis has forgotten: it was wiped, restored from an old copy, or failed over. Their names tell the issue, so Guance's list
 * still has them. One that nobody here knows of would silence its object until its end, whatever people do in Jira.
 */
import type { IssueNow } from '@guance-jira/jira';
import type { Memory, Muting } from '@guance-jira/ledger';
import type { Step } from '../disposition.ts';
import { asked, LOOK_AFTER_MS, later, laterAfter, myTurn } from './asking.ts';
import { type BackTurn, type Did, overtaken } from './back-turn.ts';
import { nameOf, namePrefixOf } from './mute.ts';

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

/** When it was first moved, before which nobody can have closed it. */
export function firstMovedAt({ statusChanges }: Pick<IssueNow, 'statusChanges'>): number {
  return statusChanges === undefined ? 0 : Math.min(...statusChanges.map(({ at }) => at));
}

/** Once for an issue in each epoch of the ledger. What a person took back in Guance stays as it is known here. */
export async function lookForgotten(turn: BackTurn, known: Muting | null): Promise<Did | Step> {
  const { epoch, beganMs } = await turn.epoch();
  if (beganMs < LOOK_AFTER_MS)
    return later(LOOK_AFTER_MS - beganMs, 'Redis has lost data: waiting until Guance shows what was asked before');
  const notYet = await myTurn(turn);
  if (notYet) return notYet;
  const prefix = namePrefixOf(turn);
  const end = await asked(turn, 'mutes', (guance) => guance.mutes(turn.workspace, prefix));
  if (end.end !== 'done' && end.end !== 'refused') return laterAfter(end.failure);
  const listed = end.end === 'done' ? end.answer : [];
  const standing = listed.flatMap(({ id, name, until }) => {
    const ours = name?.startsWith(prefix) === true && until !== null && until > turn.now();
    return ours ? [{ id, name, until }] : [];
  });
  const [newest] = standing;
  if (newest !== undefined && !standing.some(({ id }) => id === known?.id)) {
    const closing = newest.name === nameOf(turn) ? turn.closing : 'forgotten';
    const found: Muting = { ...newest, closing, state: 'muted', sentAt: turn.now(), tries: 1 };
    if (!(await turn.note({ mute: found }))) return overtaken();
  }
  return (await turn.note({ asOf: epoch })) ? { did: 'looked' } : overtaken();
}
