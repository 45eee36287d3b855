import { join } from 'node:path';
import { createRedis, SHORT_TIMEOUTS, startStack } from '../harness/index.ts';
import type { Needs } from './faults/fault.ts';
import { createRedisClock } from './redis-clock.ts';
import { createRedisPair, type RedisPair } from './redis-pair.ts';

/** Below JIRA_SETTLE_MS, as promise 2 asks. */
const INDEX_LAG_MS = 1000;

/** Two receivers and two workers, not yet started, with what the faults need. */
export async function stackFor(dialect: 'cloud' | 'datacenter', needs: readonly Needs[]) {
  const ahead = needs.find(({ redisClock }) => redisClock !== undefined)?.redisClock;
  let clock: Awaited<ReturnType<typeof createRedisClock>> | null = null;
  let replica: RedisPair | null = null;
  const stack = await startStack({
    dialect,
    receivers: 2,
    workers: 2,
    sandbox: { indexLagMs: INDEX_LAG_MS, latencyMs: 30 },
    receiverEnv: Object.assign({}, ...needs.map(({ receiverEnv }) => receiverEnv)),
    workerEnv: {
      ...SHORT_TIMEOUTS,
      // A machine with much to do is no slow Jira, and may let the sandbox read a request seconds after it was given up.
      JIRA_TIMEOUT_MS: '2500',
      JIRA_LATE_COMMIT_MS: '6000',
      ...tokenEnv(dialect),
      JIRA_MAX_RPS: '40',
      ...Object.assign({}, ...needs.map(({ workerEnv }) => workerEnv)),
    },
    // Started by whoever deletes there.
    consoleEnv: { DASHBOARD_ALLOW_DELETE: 'true' },
    redis: async (dir) => {
      if (needs.some((need) => need.replica)) {
        replica = await createRedisPair(dir);
        return replica;
      }
      clock = ahead === undefined ? null : await createRedisClock(join(dir, 'clock'), ahead);
      return createRedis(join(dir, 'redis'), [], clock?.program);
    },
    started: false,
  });
  return { stack, clock, replica };
}

/** By token: with a password on Data Center the worker would rest for long after three refusals, as it should. */
function tokenEnv(dialect: 'cloud' | 'datacenter'): Record<string, string> {
  return dialect === 'cloud' ? {} : { JIRA_USER: '', JIRA_PASSWORD: '', JIRA_TOKEN: 'sandbox-token' };
}
