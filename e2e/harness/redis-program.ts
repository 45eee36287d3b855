import { resolveRedis } from '@guance-jira/local-stack';
import { repoRoot } from './paths.ts';

/**
 * A real redis-server: `npm test` has resolved one (TEST_REDIS_SERVER); a test run alone looks for it in the same way.
 * @throws Error saying what to install
 */
export async function redisProgram(): Promise<string> {
  if (process.env.TEST_REDIS_SERVER) return process.env.TEST_REDIS_SERVER;
  const choice = await resolveRedis({
    dataDir: `${repoRoot}/.data`,
    // Tests freeze and kill their Redis, so it is never one that somebody else uses.
    env: { PATH: process.env.PATH },
    allowMemory: false,
  });
  if (choice.kind !== 'program') throw new Error('tests need a redis-server that they can start and stop');
  return choice.path;
}
