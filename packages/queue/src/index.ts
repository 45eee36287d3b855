export { connectRedis, type RedisClient, type RedisRole } from './connection.ts';
export {
  distinctText,
  EventJob,
  EventOutcome,
  isNewerJob,
  jobIdFor,
  jobOptions,
  Outcome,
  QUEUE_NAME,
  shortId,
} from './contract.ts';
export { withoutDroppedFields } from './dropped-fields.ts';
export { durabilityOf, type RedisDurability } from './durability.ts';
export { identityOf, type JobIds, jobIdsOf, WORKSPACE_OF, type Workspace, workspaceOf } from './identity.ts';
export { type Keys, keysFor } from './keys.ts';
export { oldestEventAt } from './oldest-event.ts';
export { isReady, openQueue } from './open-queue.ts';
export { onNewServer, onNodeOf, onRedisError } from './our-node.ts';
export { priorityOf } from './priority.ts';
export { type QueueFigures, queueFigures } from './queue-figures.ts';
export { registerQueueGauges } from './queue-gauges.ts';
export { REDIS_CLOCK } from './redis-clock.ts';
export { NotReplicated, replicasReached, replicated } from './replicas.ts';
export { type Script, script } from './script.ts';
export { RedisSettings, redisFaults } from './settings.ts';
export { type SharedTexts, sharedTexts } from './shared-texts.ts';
export { blamesItsState, blamesTheEvent, isRedisTrouble } from './trouble.ts';
