export { faultEvent, known, moment } from './fault.ts';
export {
  type Claimant,
  claim,
  clockBack,
  confirm,
  forget,
  type ModelRecord,
  markSent,
  noteAnswer,
  settle,
  unsend,
  waiting,
} from './ledger-model.ts';
