export { ABOUT_FIELD, type About, AGAIN_FIELDS, aboutEvent, readAbout } from './contract/about-event.ts';
export { Change, ChangeJob, changeJobId, changeName, changeOptions, QueuedJob } from './contract/change-job.ts';
export {
  EventJob,
  EventOutcome,
  isNewerJob,
  jobIdFor,
  jobOptions,
  Outcome,
  QUEUE_NAME,
} from './contract/contract.ts';
export { isDropped, withoutDroppedFields } from './contract/dropped-fields.ts';
export { nameLine } from './contract/event-name.ts';
export { EVENT_ID, STATUS, TITLE } from './contract/guance-fields.ts';
export {
  identityOf,
  type JobIds,
  jobIdsIn,
  jobIdsOf,
  WORKSPACE_OF,
  type Workspace,
  workspaceOf,
} from './contract/identity.ts';
export { ownEventId, withPlainIdentity } from './contract/identity-fields.ts';
export { distinctText } from './contract/identity-text.ts';
export { type Keys, keysFor } from './contract/keys.ts';
export { priorityOf } from './contract/priority.ts';
export { BodyRefused } from './delivery/body-refused.ts';
export { type Arrival, jobsOf, validTraceparent } from './delivery/deliver.ts';
export { isNotice } from './delivery/find-events.ts';
export { type Body, readBody } from './delivery/read-body.ts';
export { addEvents, type Confirmed, nameOf } from './enqueue/add-events.ts';
export { createProducer, type Producer } from './enqueue/producer.ts';
export { oldestEvent, oldestEventAt } from './figures/oldest-event.ts';
export { type QueueFigures, queueFigures } from './figures/queue-figures.ts';
export { registerQueueGauges } from './figures/queue-gauges.ts';
export {
  type RouteSlot,
  readRouteTally,
  readTally,
  type Tallied,
  type TallyCache,
  type TallyOf,
  tallied,
} from './figures/read-tally.ts';
export { noteRefused, type RefusedDelivery, readRefused } from './figures/refused.ts';
export { createTally, TALLY_KEPT_S, type Tally } from './figures/tally.ts';
export { lua } from './lua.ts';
export { connectRedis, type RedisRole } from './redis/connection.ts';
export { DELETE_IF } from './redis/delete-if.ts';
export { durabilityOf, type RedisDurability } from './redis/durability.ts';
export { isReady, openQueue } from './redis/open-queue.ts';
export { onNewServer, onNodeOf, onRedisError } from './redis/pinned-node.ts';
export type { RedisClient } from './redis/redis-client.ts';
export { REDIS_CLOCK, redisNow } from './redis/redis-clock.ts';
export { NotReplicated, replicasReached, replicated } from './redis/replicas.ts';
export { type Script, script } from './redis/script.ts';
export { RedisSettings, redisFaults } from './redis/settings.ts';
export { type SharedTexts, sharedTexts } from './redis/shared-texts.ts';
export { blamesItsState, blamesTheEvent, isRedisTransient } from './redis/transient-error.ts';
