import { type BackNote, LATEST_POST_MS, type Subject } from '@guance-jira/ledger';
import { NotReplicated } from '@guance-jira/queue';
import type { Step } from '../disposition.ts';
import type { Asking } from './asking.ts';

/** A change of an issue at its turn in the lane of its object. */
export interface BackTurn extends Asking {
  /** Of the Jira, as the ledger calls it. */
  site: string;
  issueId: string;
  /** Which change it is: what Guance refuses to it is asked again by the next one. */
  change: string;
  subject: Subject;
  /** Of the issue, as it was read. */
  closing: string;
  /** What people read in Guance's list of mutes. */
  description: string;
  /** False: another attempt has taken the lane. */
  note(change: BackNote): Promise<boolean>;
  /** @throws NotReplicated */
  noteDurably(change: BackNote): Promise<boolean>;
  /**
   * Before a turn is taken, which would be spent for nothing while the replicas confirm nothing.
   * @throws NotReplicated
   */
  replicasAnswer(): Promise<void>;
  /** Of the ledger, and for how many milliseconds it has been whole. */
  epoch(): Promise<{ epoch: number; beganMs: number }>;
  now: () => number;
}

/**
 * Before a request goes out: whoever comes next knows by it that it must look. What follows may be lost in a failover, this may not.
 * False: another attempt has taken the lane, or may have meanwhile.
 * @param unsent what is noted where the replicas do not hold it, so that nothing was sent and nothing need be looked for
 * @throws NotReplicated
 */
export async function noteSent(
  { note, noteDurably }: Pick<BackTurn, 'note' | 'noteDurably'>,
  sent: BackNote,
  unsent: BackNote,
): Promise<boolean> {
  const started = performance.now();
  const noted = await noteDurably(sent).catch(async (error: unknown) => {
    if (error instanceof NotReplicated) await note(unsent);
    throw error;
  });
  if (!noted || performance.now() - started <= LATEST_POST_MS) return noted;
  // A worker that was frozen meanwhile: another may have looked for it already, and asked again.
  await note(unsent);
  return false;
}

/** What a deed came to; what comes next is decided anew. `looked`: it is clear now what became of a request before. */
export type Did = { did: 'restored' | 'muted' | 'lifted' | 'refused' | 'looked'; reason?: string };

/** So often a request is sent that was lost on its way there each time. */
export const MAX_TRIES = 3;

export function overtaken(): Extract<Step, { step: 'wait' }> {
  return { step: 'wait', ms: 1000, reason: 'another attempt at this change is under way' };
}
