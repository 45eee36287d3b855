export { type Child, childOf, type Exit } from './processes/child.ts';
export { freePort } from './processes/ports.ts';
export { spawnNode } from './processes/spawn-node.ts';
export { GUARD_SCRIPT } from './redis/guard.ts';
export { type RedisServer, startRedisServer } from './redis/redis-server.ts';
export { type RedisChoice, resolveRedis } from './redis/resolve-redis.ts';
export { type Newer, type NewerServer, unpackNewer } from './redis/unpack-newer.ts';
export { type RunStackOptions, runStack } from './run-stack.ts';
