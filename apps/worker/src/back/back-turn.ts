import type { Muting, Restore, Subject } from '@guance-jira/ledger';
import type { Step } from '../disposition.ts';
import type { Asking } from './asking.ts';

/** A change of an issue at its turn in the lane of its object. */
export interface BackTurn extends Asking {
  issueId: string;
  subject: Subject;
  /** Of the issue, as it was read. */
  closing: string;
  /** What people read in Guance's list of mutes. */
  description: string;
  /** False: another attempt has taken the lane. */
  note(change: { restore: Restore } | { mute: Muting }): Promise<boolean>;
  now: () => number;
}

/** What a deed came to; what comes next is decided anew. `looked`: it is clear now what became of a request before. */
export type Did = { did: 'restored' | 'muted' | 'lifted' | 'refused' | 'looked'; reason?: string };

/** So often a request is sent that was lost on its way there each time. */
export const MAX_TRIES = 3;

export function overtaken(): Extract<Step, { step: 'wait' }> {
  return { step: 'wait', ms: 1000, reason: 'another attempt at this change is under way' };
}
