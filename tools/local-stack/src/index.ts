export type { Child, Exit } from './child.ts';
export { freePort } from './ports.ts';
export { type RedisServer, startRedisServer } from './redis/redis-server.ts';
export { type RedisChoice, resolveRedis } from './redis/resolve-redis.ts';
export { spawnNode } from './spawn-node.ts';
