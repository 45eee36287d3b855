export { SKIPPED, startRedis, type TestRedis, until } from './redis-server.ts';
