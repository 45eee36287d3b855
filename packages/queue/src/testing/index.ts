export { SKIPPED, startRedis, type TestRedis } from './redis.ts';
