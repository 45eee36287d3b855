export { connectRedis, type RedisClient, type RedisRole, RedisSettings } from './connection.ts';
export { EventJob, EventOutcome, jobIdFor, jobOptions, Outcome, QUEUE_NAME } from './contract.ts';
export { durabilityOf, type RedisDurability } from './durability.ts';
export { type Keys, keysFor } from './keys.ts';
