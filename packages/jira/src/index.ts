export { accessOf, type JiraAccess, type OAuthClient } from './access/access.ts';
export { accessFaults, JiraAccessSettings } from './access/settings.ts';
export { expected } from './adapter.ts';
export { createRequest as cloudCreateRequest } from './cloud/create-request.ts';
export { connectTracker } from './connect.ts';
export { createRequest as dataCenterCreateRequest } from './data-center/data-center.ts';
export { MARKER_LABEL, PROPERTY_KEY } from './fields.ts';
export { transitionsIn } from './issue-now.ts';
export { createLogin, type JiraLogin } from './oauth/login.ts';
export { memoryTokenStore, redisTokenStore } from './oauth/token-stores.ts';
export { fold } from './schema/choices.ts';
export { fieldsFor, fitDraft, keyThatSets } from './schema/fit-draft.ts';
export { FieldMeta, fieldSchema, readCreateSchema } from './schema/read-schema.ts';
export { schemaOfText, textOfSchema } from './schema/schema-text.ts';
export { pairsBelow } from './schema/write-choices.ts';
export { writeField } from './schema/write-field.ts';
export { authorizationHeader, normaliseSite, serverInfo } from './site.ts';
export {
  type AnswerClass,
  backoffMs,
  classify,
  concernsAll,
  isForbiddenToAll,
  isInPlaceOfJira,
  isJirasRefusal,
  isRefusedBeforeJira,
  NEEDS_NO_RIGHT,
} from './tracker/classify-response.ts';
export { type FailureFacts, fromJiraItself, JiraFailure, jirasWords, type RequestEnd } from './tracker/failure.ts';
export { connectLater, type LateTracker, type Login } from './tracker/late-tracker.ts';
export type { RateLimits } from './tracker/limit-headers.ts';
export type { Marker, OlderLabel } from './tracker/marker.ts';
export { eventMarkerOf, eventsLabelOf, faultMarkerOf, insteadOf, markerOf, objectLabelOf } from './tracker/marker.ts';
export { carrying, isMarked, provenMarkers } from './tracker/proven-markers.ts';
export type { ReconcileTimeouts } from './tracker/reconcile-timeouts.ts';
export {
  CREATE_SCHEMA_VERSION,
  CreateSchema,
  type FieldKind,
  type FieldSchema,
  GROUP_KINDS,
  type UnfitField,
  USER_KINDS,
} from './tracker/records/create-schema.ts';
export {
  type ChangedIssue,
  type FoundIssue,
  type IssueNow,
  type IssueRef,
  olderFirst,
  projectOfKey,
  type StatusCategory,
  type StoredIssue,
} from './tracker/records/issues.ts';
export type { Note } from './tracker/records/notes.ts';
export type { ScreenField } from './tracker/records/screen.ts';
export type { Changed, Found, KeysRead, Paging } from './tracker/records/search.ts';
export type { Along, Transition } from './tracker/records/transitions.ts';
export type { TlsTrouble } from './tracker/tls-trouble.ts';
export type { DuplicateEnd, SchemaPlace, Tracker } from './tracker/tracker.ts';
export { type Choice, MAX_STEPS, type Place, type TransitionPlan } from './tracker/transition-plan.ts';
export type { Certificates } from './transport/dispatcher.ts';
export { traceRequest } from './transport/trace-request.ts';
export { createTransport, type Transport } from './transport/transport.ts';
export { chooseTransition, DONE, reached, resolutionFor } from './workflow/choose-transition.ts';
export { endsUnsolved, meansNotSolved } from './workflow/not-solved.ts';
export { DONE_PLAN, fieldsNamed, missingOn, recoveryPlan, reopeningPlan, targetsOf } from './workflow/recovery-plan.ts';
export { worksElsewhere } from './works-elsewhere.ts';
