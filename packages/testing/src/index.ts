export { SKIPPED, startRedis, type TestRedis, until } from './redis-server.ts';
export { type RunningProgram, runProgram } from './run-program.ts';
