import { delimiter, dirname, join } from 'node:path';
import { resolveRedis } from '@guance-jira/local-stack';
import { isProgram } from '../is-program.ts';
import { repoRoot } from '../paths.ts';

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

/** The PATH by which a script finds redis-server and redis-cli, and why a test that needs them is skipped: '' when it is not. */
export async function redisTools(): Promise<{ path: string; skipped: string }> {
  const folders = [dirname(await redisProgram()), ...(process.env.PATH ?? '').split(delimiter)];
  const tools = folders.find((folder) => isProgram(join(folder, 'redis-cli')));
  // In CI a missing tool fails, a skip would go unseen.
  const skipped = tools === undefined && process.env.CI !== 'true' ? ' (skipped: no redis-cli)' : '';
  return { path: [tools, ...folders].join(delimiter), skipped };
}
