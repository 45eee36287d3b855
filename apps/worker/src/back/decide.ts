/** Pure: what Guance is to be told, by what the issue says now, what is known of its fault, and what was asked of Guance before. */
import type { BackRecord } from '@guance-jira/ledger';
import type { Back } from '@guance-jira/mapping';

export interface IssueFacts {
  done: boolean;
  /** Its resolution is one of the route's `wontFix`; null where the rules have the route no longer, which then tells nothing. */
  wontFix: boolean | null;
  /** Tells one closing of the issue from another. */
  closing: string;
  /** The last change of its status was ours. */
  closedByUs: boolean;
}

export interface Known extends Pick<BackRecord, 'restore' | 'mute'> {
  issue: IssueFacts;
  /** The fault of this issue still stands, as far as its events tell. */
  standing: boolean;
  /** Null where the rules have taken it back, or know the route no longer. */
  back: Back | null;
  /** After a restore the issue is left alone for so long: what still burns has opened it again, and would for ever. */
  leaveMs: number;
  /** Redis may have lost a mute of this issue, and Guance was not asked since. */
  mayHaveForgotten: boolean;
  /** Guance has not refused it for this change already. */
  mayLift: boolean;
  now: number;
}

export type Deed =
  /** What Guance has of this issue may not stand here. */
  | { do: 'look_forgotten' }
  /** Whether a mute, or a restore, got there is not known: look first. */
  | { do: 'look_muted' }
  | { do: 'look_restored' }
  | { do: 'lift' }
  | { do: 'mute'; until: number; tries: number }
  | { do: 'restore'; tries: number }
  | { do: 'nothing'; reason: string };

export function decide(known: Known): Deed {
  const { issue, mute, restore, back, now } = known;
  const silenced = issue.done && issue.wontFix !== false;
  // Also where the route mutes no more: it did when the rules were others.
  if (known.mayHaveForgotten && (back !== null || mute?.state === 'muted')) return { do: 'look_forgotten' };
  if (mute?.state === 'sent') return { do: 'look_muted' };
  if (mute?.state === 'muted' && mute.until > now && !silenced && known.mayLift) return { do: 'lift' };
  if (!issue.done) return nothing('open: the issue is not closed');
  // Also one of another closing: what was lost then is no reason to leave the fault alone now.
  if (restore?.state === 'sent') return { do: 'look_restored' };
  if (issue.closedByUs) return nothing('own_closing: we have closed it ourselves');
  if (back === null) return nothing('no_rule: the route says nothing of a way back');
  return silenced ? toMute(known, back) : toRestore(known, back);
}

function toMute({ issue, mute, now }: Known, { muteMs }: Back): Deed {
  if (muteMs === null) return nothing('wont_fix: the route does not say that it is muted then');
  if (mute?.state === 'muted' && mute.until > now) return nothing('muted_before: it is muted already');
  // Lifted, since people chose another resolution: what they choose after that is another wish, also without a new closing.
  const tried = mute?.closing === issue.closing && mute.state !== 'lifted' ? mute : null;
  if (tried !== null && tried.state !== 'again')
    return nothing(`muted_before: for this closing it was ${tried.state} already`);
  return { do: 'mute', until: now + muteMs, tries: tried?.tries ?? 0 };
}

function toRestore({ issue, restore, standing, leaveMs, now }: Known, back: Back): Deed {
  if (!back.restore) return nothing('no_rule: the route does not restore');
  if (!standing) return nothing('recovered: no fault of this issue stands');
  if (restore?.closing === issue.closing) {
    if (restore.state !== 'again') return nothing(`restored_before: for this closing it was ${restore.state} already`);
    return { do: 'restore', tries: restore.tries };
  }
  if (restore?.state === 'done' && now - restore.sentAt <= leaveMs)
    return nothing('left_alone: it was restored before, burns again, and is left alone for reopenWithin');
  return { do: 'restore', tries: 0 };
}

function nothing(reason: string): Deed {
  return { do: 'nothing', reason };
}
