export { type Child, childOf, type Exit } from './child.ts';
export { freePort } from './ports.ts';
export { GUARD_SCRIPT } from './redis/guard.ts';
export { type RedisServer, startRedisServer } from './redis/redis-server.ts';
export { type RedisChoice, resolveRedis } from './redis/resolve-redis.ts';
export { type Newer, type NewerServer, unpackNewer } from './redis/unpack-newer.ts';
export { spawnNode } from './spawn-node.ts';
