export { connectRedis, type RedisClient, type RedisRole } from './connection.ts';
export { EventJob, EventOutcome, jobIdFor, jobOptions, Outcome, QUEUE_NAME } from './contract.ts';
export { withoutDroppedFields } from './dropped-fields.ts';
export { durabilityOf, type RedisDurability } from './durability.ts';
export { type Keys, keysFor } from './keys.ts';
export { onNewServer, onNodeOf, onRedisError } from './our-node.ts';
export { NotReplicated, replicasReached, replicated } from './replicas.ts';
export { RedisSettings, redisFaults } from './settings.ts';
export { isRedisTrouble } from './trouble.ts';
