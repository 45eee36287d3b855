import type { BackRecord } from '@guance-jira/ledger';
import type { Step } from '../disposition.ts';
import type { BackTurn, Did } from './back-turn.ts';
import type { Deed } from './decide.ts';
import { lookForgotten } from './forgotten.ts';
import { lift, lookMuted, mute } from './mute.ts';
import { lookRestored, restore } from './restore.ts';

/** One deed. A Step comes back where the change has to wait instead. */
export async function carryOut(
  deed: Exclude<Deed, { do: 'nothing' }>,
  record: BackRecord,
  turn: BackTurn,
): Promise<Did | Step> {
  if (deed.do === 'look_forgotten') return lookForgotten(turn, record);
  if (deed.do === 'restore') return restore(turn, deed.tries);
  if (deed.do === 'mute') return mute(turn, deed.until, deed.tries);
  if (deed.do === 'look_restored') return lookRestored(turn, noted(record.restore));
  if (deed.do === 'look_muted') return lookMuted(turn, noted(record.mute), record.looking);
  return lift(turn, noted(record.mute));
}

function noted<T>(request: T | null): T {
  if (request === null) throw new Error('decided by a request that nobody has noted');
  return request;
}
