export { type Audience, EVERYBODY } from './audience.ts';
export { inBasicPlane } from './basic-plane.ts';
export { cutText, oneLine } from './clean-text.ts';
export { type ClosingValues, closingOf } from './closing.ts';
export { commentWordsIn } from './comment-words.ts';
export { type Assignee, type FieldWriting, type IssueDraft, moreLinkOf, withNotes } from './draft.ts';
export { AlertEvent, EventUnreadable, inTimezone, isNotice, readEvent } from './event.ts';
export { faultKey, faultKeyBefore, keysBefore, namesItsFault, objectKey } from './fault.ts';
export {
  type CommentLook,
  type FaultComment,
  faultComment,
  type PriorityEnd,
  type StatusEnd,
  statusSentence,
} from './fault-comment.ts';
export { labelText } from './fields/labels.ts';
export { type Level, levelRank, levels } from './level.ts';
export { type Drafts, draftFor, type IgnoreReason, type Plan, planFor, planWith, priorityFor } from './map-event.ts';
export { type AdfDoc, type AdfMark, type AdfNode, writeAdf } from './markdown/adf.ts';
export type { WriteOptions } from './markdown/fit.ts';
export { resolveLinks } from './markdown/links.ts';
export { asPlainText, mayTakeLong, parseMarkdown, parseSlowly } from './markdown/parse.ts';
export { writeWiki } from './markdown/wiki.ts';
export { type Misfit, misfitsOf } from './match.ts';
export type { MatchForm } from './match-form.ts';
export { audienceIn, issueRouteNamed, routeFor, routeNamed, timezoneOf, tracksFaults } from './route.ts';
export { fallbackRouteName } from './rules/compile.ts';
export { RulesFile } from './rules/file.ts';
export { defaultRouteName, type RuleSettings, rulesFromSettings } from './rules/from-settings.ts';
export { parseRules, parseRulesFiles } from './rules/parse.ts';
export { problemText, RulesInvalid, type RulesProblem } from './rules/problems.ts';
export type { RulesText } from './rules/read-file.ts';
export type { Group, IgnoreRoute, IssueRoute, Route, Rules, Storm } from './rules/rules.ts';
export { type Language, languageOf, type NoteKind, noteFor } from './sentences.ts';
export { momentOf } from './source/guance/time.ts';
export {
  type ListedFault,
  listedFaultOf,
  type StormLook,
  stormDraft,
  stormList,
  stormOver,
} from './storm-text.ts';
export { durationText, fullTime, localTime } from './times.ts';
export { twinComment } from './twin-comment.ts';
