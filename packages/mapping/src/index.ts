export { contextComment } from './comments/context-comment.ts';
export { duplicateComment } from './comments/duplicate-comment.ts';
export {
  type CommentLook,
  type FaultComment,
  faultComment,
  type PriorityEnd,
  type StatusEnd,
  statusSentence,
} from './comments/fault-comment.ts';
export {
  type ListedFault,
  listedFaultOf,
  type StormLook,
  stormDraft,
  stormList,
  stormOver,
} from './comments/storm-text.ts';
export { type Choice, type ChosenName, choose, isChosen, type NameRule, namesIn } from './fields/choice.ts';
export { type ClosingValues, closingOf } from './fields/closing.ts';
export { type FieldValue, sourcesOf } from './fields/custom.ts';
export { labelText } from './fields/labels.ts';
export { type OptionalFieldId, type OwnFieldId, ownFields } from './fields/own-fields.ts';
export { isStandard, mayRaise, type PriorityRule, prioritiesIn } from './fields/priority.ts';
export { isSecurity, mayTakeInstead } from './fields/required.ts';
export type { AskedQuery, ContextOrder } from './issue/context-order.ts';
export { type Assignee, type FieldWriting, type IssueDraft, moreLinkOf, withNotes } from './issue/draft.ts';
export {
  type Drafts,
  draftFor,
  type IgnorePlan,
  type IgnoreReason,
  type Plan,
  planFor,
  planWith,
  priorityFor,
} from './issue/map-event.ts';
export { type Possible, possibleClosings, possibleDrafts, uncertainIn } from './issue/possible-drafts.ts';
export { type Level, levelOf, levelRank, levels, statusWords } from './level.ts';
export { resolveLinks } from './markdown/links.ts';
export { asPlainText, loadMarkdown, mayTakeLong, parseMarkdown, parseSlowly } from './markdown/read/parse.ts';
export { type AdfDoc, type AdfMark, type AdfNode, writeAdf } from './markdown/write/adf.ts';
export type { WriteOptions } from './markdown/write/fit.ts';
export { writeWiki } from './markdown/write/wiki.ts';
export { WRITERS } from './markdown/write/writers.ts';
export { chosenIn, projectBefore, routeOfRound, storedRoute } from './routing/fault-routes.ts';
export { type Mismatch, mismatchesOf } from './routing/match.ts';
export type { MatchForm } from './routing/match-form.ts';
export {
  audienceIn,
  issueRouteNamed,
  routeFor,
  routeNamed,
  routesWithoutRecoveries,
  timezoneOf,
  tracksFaults,
} from './routing/route.ts';
export { type Audience, EVERYBODY } from './rules/audience.ts';
export { fallbackRouteName } from './rules/compile.ts';
export { type Completions, completionsAt } from './rules/complete.ts';
export { defaultRouteName, type RuleSettings, rulesFromSettings, rulesTextOf } from './rules/from-settings.ts';
export { parseRules, parseRulesFiles } from './rules/parse.ts';
export { problemText, RulesInvalid, type RulesProblem } from './rules/problems.ts';
export type { RulesText } from './rules/read-file.ts';
export { type RouteLine, routeLines } from './rules/route-lines.ts';
export type { Back, Group, IgnoreRoute, IssueRoute, Route, Rules, Storm } from './rules/rules.ts';
export { RulesFile } from './rules/schema/file.ts';
export { type TemplateSlip, templateSlips } from './rules/template-slips.ts';
export type { AlertEvent } from './source/alert-event.ts';
export { asDelivered, type Delivered } from './source/guance/as-delivered.ts';
export { EventUnreadable } from './source/guance/event.ts';
export { objectOfRef } from './source/guance/fault.ts';
export { mutableTags } from './source/guance/mutable-tags.ts';
export { momentOf } from './source/guance/time.ts';
export { withEventId, withFields } from './source/guance/with-fields.ts';
export { ANYTHING, inTimezone, readAlert } from './source/read-alert.ts';
export { inBasicPlane } from './text/basic-plane.ts';
export { noteFor, textsIn } from './text/catalogue.ts';
export { cutText, oneLine } from './text/clean-text.ts';
export { type Language, languageIn, languageOf, languages } from './text/language.ts';
export { reasonInChinese } from './text/reason-in-chinese.ts';
export { ruleProblemInChinese } from './text/rules-in-chinese.ts';
export type { NoteKind } from './text/texts.ts';
export { durationText, fullTime, localTime } from './text/times.ts';
export { toldProblemInChinese } from './text/told-problem-in-chinese.ts';
