/** Times in which a person has paused, and whatever could go round the pause. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Keys, keysFor, type RedisClient } from '@guance-jira/queue';
import { Redis } from 'ioredis';
import { normaliseSite } from '../../../packages/jira/src/index.ts';
import { endPauses, pauseFor } from '../../../packages/operations/src/index.ts';
import type { Fault, Run } from './fault.ts';
import { withWorkersAtRest } from './jira.ts';
import { ready } from './ready.ts';
import { sentAgain } from './sent-again.ts';

export const pauseFaults: readonly Fault[] = [
  {
    name: 'person-pauses',
    about: 'a person pauses and resumes; no request may go to Jira meanwhile',
    times: [1, 1],
    run: (run) => withWorkersAtRest(run, () => paused(run, () => pause(run.random.between(4000, 6000)))),
  },
  {
    name: 'pause-after-outage',
    about: 'a second of outage, then a pause of a person that is longer than JIRA_RETRY_FOR',
    calmJira: true,
    // Time limits that a busy machine misses count as an outage too.
    needs: { workerEnv: { JIRA_RETRY_FOR: '16s' } },
    times: [1, 1],
    run: (run) =>
      withWorkersAtRest(run, async () => {
        run.log.note('Jira: connections refused for 1500 ms');
        await run.stack.jira.control('PUT', '/settings', { refuse: { forMs: 1500 } });
        await paused(run, () => pause(18_000));
      }),
  },
  {
    name: 'duplicates-in-pause',
    about: 'looks for duplicates become due while a person has paused',
    times: [1, 1],
    run: (run) =>
      withWorkersAtRest(run, () =>
        paused(run, async () => {
          await pause(LET_GO_MS);
          await duplicatesDue(run);
          // A worker looks for them every five seconds.
          await pause(6000);
        }),
      ),
  },
  {
    name: 'pause-outlives-redis',
    about: 'Redis is started anew and then wiped while a person has paused; what was acknowledged is delivered again',
    times: [1, 1],
    run: (run) => withWorkersAtRest(run, () => paused(run, () => redisIsLost(run))),
    afterwards: (run) => sentAgain(run.deliveries),
  },
];

/** How often a worker looks for pauses and for accounts, and a little on a machine with much to do. */
export const SEEN_TIMEOUT_MS = 6000;
const PAUSED = 'a person has paused';
/** What is under way may have one request behind it, so the last one leaves within JIRA_TIMEOUT_MS, and a little on a machine with much to do. */
const LET_GO_MS = 3000;

async function paused(run: Run, act: () => Promise<void>): Promise<void> {
  // One that was just started sees no pause yet.
  await Promise.all(run.stack.workers.map(ready));
  await asPerson(run, 'a person pauses', (redis, keys, site) =>
    pauseFor(redis, keys, site, { forMs: 120_000, by: 'chaos', reason: 'chaos' }),
  );
  const began = Date.now();
  await act();
  run.quiet.push({ what: PAUSED, from: began + LET_GO_MS, to: Date.now(), most: 0 });
  await resume(run);
}

async function redisIsLost({ stack, log, random, stormsForgotten }: Run): Promise<void> {
  await pause(SEEN_TIMEOUT_MS);
  await stack.redis.kill('SIGKILL');
  log.note('Redis killed in a pause');
  await pause(random.between(200, 1500));
  await stack.redis.start();
  await pause(2000);
  await stack.redis.call('FLUSHALL');
  stormsForgotten.push(Date.now());
  log.note('Redis is wiped in a pause');
  // A worker that starts sooner does not learn what the others remember: a stated limit.
  await pause(SEEN_TIMEOUT_MS);
}

/**
 * Waits until each worker has seen that the last pause was ended. What loses that sooner brings the pause back, since nobody can tell
 * then that it was ended: a stated limit.
 */
export async function endOfPauseSeen({ quiet }: Pick<Run, 'quiet'>): Promise<void> {
  const ended = Math.max(0, ...quiet.filter(({ what }) => what === PAUSED).map(({ to }) => to));
  await pause(Math.max(0, ended + SEEN_TIMEOUT_MS - Date.now()));
}

/** As `create/ensure-issue.ts` notes them after a second POST, for issues that stand. */
async function duplicatesDue({ stack, log }: Run): Promise<void> {
  const keys = keysFor(stack.prefix);
  const labels = (await stack.jira.issues()).flatMap(({ labels: own }) =>
    (Array.isArray(own) ? own.map(String) : []).filter((label) => label.startsWith('gj-')),
  );
  for (const label of labels.slice(0, 5)) {
    const check = { label, record: keys.event(label), language: 'zh', since: Date.now() - 3_600_000, due: Date.now() };
    await stack.redis.call('ZADD', keys.checks, 0, JSON.stringify(check));
  }
  log.note(`looks for duplicates of ${labels.slice(0, 5).join(', ')} are due`);
}

/** What `cli resume` does. */
export function resume(run: Pick<Run, 'stack' | 'log'>): Promise<void> {
  return asPerson(run, 'a person resumes', endPauses);
}

/** The work of a command, without the second that its process takes to start. */
async function asPerson(
  { stack, log }: Pick<Run, 'stack' | 'log'>,
  what: string,
  act: (redis: RedisClient, keys: Keys, site: string) => Promise<unknown>,
): Promise<void> {
  const redis = new Redis(stack.redis.url, { connectionName: 'test' });
  try {
    await act(redis, keysFor(stack.prefix), normaliseSite(stack.worker.env.JIRA_URL ?? ''));
    log.note(what);
  } finally {
    redis.disconnect();
  }
}
