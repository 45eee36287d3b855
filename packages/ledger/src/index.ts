export {
  type BackNote,
  type BackRecord,
  type Lane,
  type Looking,
  type Muting,
  noteBack,
  type Restore,
  readBack,
  type Subject,
} from './back/back-record.ts';
export {
  type ForgottenAt,
  noteListState,
  readForgottenMute,
  readListState,
} from './back/forgotten-mutes.ts';
export { type PollRecord, type PollTurn, putOffPoll, readPoll, takePoll } from './back/poll-record.ts';
export { noteTold, readTold } from './back/told.ts';
export { begunOf } from './begun.ts';
export {
  LookRecord,
  type MissedFault,
  NEVER_LOOKED,
  readLookRecord,
  readLookRecords,
  saveLookRecord,
} from './catch-up/look-record.ts';
export {
  type ContextAt,
  type ContextEnd,
  type ContextPart,
  type ContextRecord,
  type ContextRequest,
  contextParts,
  noteContextEnd,
  orderContext,
  readContext,
} from './context/context-record.ts';
export { putDue, takeDue } from './due-set.ts';
export { createMemory, type Memory } from './epoch.ts';
export { type OfJob, ofJob, ownerOfIssue, ownerOfJob } from './event-record.ts';
export { clockIsBehind, isNewer, withPossibleTimes } from './faults/clocks.ts';
export { type FaultEvent, type Move, moveFor, overSince, type Round, repeatIsTold, roundOn } from './faults/policy.ts';
export { compareMoments, Moment } from './faults/state/moment.ts';
export { applied, roundOf } from './faults/state/round.ts';
export type { FaultState } from './faults/state/state.ts';
export { stateOfText, textOfState } from './faults/state/state-text.ts';
export { type StormKeys, stormKeys } from './faults/storm-keys.ts';
export {
  entryOf,
  isSameWindow,
  ownerOf,
  ownerText,
  placeIn,
  StormAbout,
  StormEntry,
  type StormOwner,
  type StormPlace,
  StormWindow,
  type Verdict,
  windowOf,
} from './faults/storm-records.ts';
export { LEARN } from './highest-key-scripts.ts';
export {
  type Claimed,
  type LedgerEntry,
  type LedgerOptions,
  openEntry,
  RECORD_VERSION,
  type Settlement,
} from './ledger.ts';
export { readMember } from './read-member.ts';
export { afterLook, LATEST_POST_MS, type Look, nextLookMs, nextPostAfterMs, readLook } from './reconcile.ts';
export { keepWarnings, warningsOfText } from './warnings.ts';
