export { distrustLedger } from './doctor/distrust.ts';
export type { FindingLevel } from './doctor/finding.ts';
export { type CatchUpFinding, judgeCatchUp, readCatchUp } from './doctor/judge-catch-up.ts';
export { judgeQueue, type QueueFinding } from './doctor/judge-queue.ts';
export { judgeRedis, type RedisFinding, type WantedOfRedis } from './doctor/judge-redis.ts';
export { type GuanceFacts, readGuance } from './doctor/read-guance.ts';
export { type Because, type JiraFacts, readJira } from './doctor/read-jira.ts';
export { type PollFacts, readPollFacts } from './doctor/read-poll.ts';
export { endLimits, limitsOf, type QueueFacts, type QueueLimits, readQueue } from './doctor/read-queue.ts';
export { type RedisFacts, readRedis } from './doctor/read-redis.ts';
export { type SplitFaults, splitFaults } from './doctor/split-faults.ts';
export { type WantedOfGuance, wantedOfGuance } from './doctor/wanted-of-guance.ts';
export { type FittingFailures, failedFitting } from './events/failed-fitting.ts';
export { type Cursor, cursorText, type EventFilter, type EventState, readCursor } from './events/filter.ts';
export { EVENTS_A_PAGE, type EventPage, listEvents } from './events/list-events.ts';
export { newestJobs } from './events/newest-jobs.ts';
export { jobIdOf, type OneEvent, oneEvent } from './events/one-event.ts';
export { type EventRow, readRows } from './events/read-rows.ts';
export { type Counted, countIssues } from './explain/count.ts';
export { fatesOf } from './explain/fates.ts';
export { type FittedPlan, fitPlan } from './explain/fit-plan.ts';
export { type GivenEvent, type GivenEvents, readEvents } from './explain/read-events.ts';
export { type Messages, openMessages } from './explain/read-message.ts';
export { asksForAccount, DIALECTS, type Dialect, requestFor, type WouldSend } from './explain/request.ts';
export { readSetting } from './explain/set-fields.ts';
export { type Explained, explainEvent, type RouteStep, readGiven } from './explain/why.ts';
export { type FaultFilter, type FaultPage, listFaults } from './faults/list-faults.ts';
export { type OneFault, oneFault } from './faults/one-fault.ts';
export type { FaultRow } from './faults/read-fault-rows.ts';
export { type ListedEntry, type OneStorm, oneStorm, openStorms, type StormRow } from './faults/storms.ts';
export type { FaultFacts } from './find/fault-facts.ts';
export { type Found, lookUp } from './find/look-up.ts';
export type { EventFacts, LedgerRecord } from './find/records.ts';
export { importFile } from './import/import-file.ts';
export type { Imported, ImportNote } from './import/imported.ts';
export { envText, IMPORTED_RULES, rulesText } from './import/write-files.ts';
export type { FieldOnScreen } from './jira/answers.ts';
export { adviceFor, TLS_TODO, takesNoPasswords } from './jira/failure-advice.ts';
export { type KnownOfJira, knownOfJira } from './jira/known-of-jira.ts';
export { type JiraReader, openJira } from './jira/reader.ts';
export type { OpenedRedis } from './opened-redis.ts';
export { blockedKey, endedKey, endPauses, type Pauses, pauseFor, readPauses } from './pause/manual-pause.ts';
export { ENDED, PAUSES } from './pause/pause-scripts.ts';
export type { Changed, Move, Side } from './playground/change.ts';
export { openPlayground, type Playground, PlaygroundBusy } from './playground/playground.ts';
export type { Tried, TriedEvent } from './playground/try-rules.ts';
export { type Choice, type FailedEvent, groupsOf } from './replay/choose.ts';
export { failedEvents } from './replay/failed-events.ts';
export { goneAmong } from './replay/gone.ts';
export { retryEvent } from './replay/retry.ts';
export { retryAll } from './replay/retry-all.ts';
export { type CredentialStore, credentialStore, whenFilesChange } from './settings/credentials.ts';
export { type IdleSettings, idleSettings } from './settings/idle-settings.ts';
export { loadRules, type RulesSettings, variablesAsText } from './settings/rules-file.ts';
export {
  keepRules,
  type RulesTold,
  readKeptRules,
  readRulesTold,
  rulesPrint,
  TELL_RULES_MS,
  tellRules,
} from './settings/rules-in-force.ts';
export { readRules, readRulesSync } from './settings/rules-source.ts';
export { crossCheck, WorkerEnv } from './settings/worker-settings.ts';
export {
  FOR_CHARTS,
  NEEDED,
  type PlacedRoute,
  type PlaceFacts,
  placesOf,
  type RouteFacts,
  type SeenIssue,
  type SiteFacts,
  USEFUL,
} from './validate/facts.ts';
export { FILLED_BY_JIRA, keyOf, type Lack, type Lacking, lackingIn, setsOwn } from './validate/lacking.ts';
export { type RouteFault, routeFaults } from './validate/route-faults.ts';
