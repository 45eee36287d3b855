/** What Redis does to us beside being killed: it is full, refuses writes, is wiped, has another time. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { accountHasChanged } from './accounts.ts';
import type { Fault, Run } from './fault.ts';
import { withWorkersAtRest } from './jira.ts';
import { endOfPauseSeen, SEEN_TIMEOUT_MS } from './pauses.ts';
import { ready } from './ready.ts';
import { sentAgain } from './sent-again.ts';

export const redisFaults: readonly Fault[] = [
  {
    name: 'redis-full',
    about: 'maxmemory is reached for a while',
    times: [1, 2],
    run: (run) =>
      withRedis(run, async ({ stack, log, random }) => {
        log.note('Redis is full');
        await stack.redis.call('CONFIG', 'SET', 'maxmemory', '1mb');
        await pause(random.between(1000, 3000));
        await stack.redis.call('CONFIG', 'SET', 'maxmemory', '0');
        log.note('Redis has room again');
      }),
  },
  {
    name: 'redis-misconf',
    about: 'its snapshots fail, so it refuses every write (MISCONF)',
    times: [1, 1],
    run: (run) => withRedis(run, misconf),
  },
  {
    name: 'redis-wiped',
    about: 'FLUSHALL; what was acknowledged is delivered again',
    times: [1, 1],
    run: wiped,
  },
  {
    name: 'redis-clock-back',
    about: "the clock of Redis's machine was two hours ahead and is set right",
    needs: { redisClock: 7200 },
    times: [1, 1],
    run: ({ clock, log }) => setClock(clock, 0, log),
  },
  {
    name: 'redis-clock-forward',
    about: "the clock of Redis's machine jumps ahead by two hours, and back",
    needs: { redisClock: 0 },
    times: [1, 1],
    run: async ({ clock, log, random }) => {
      await setClock(clock, 7200, log);
      await pause(random.between(2000, 4000));
      await setClock(clock, 0, log);
    },
  },
];

async function setClock(clock: Run['clock'], seconds: number, log: Run['log']): Promise<void> {
  log.note(`the clock of Redis is ${seconds} s ahead`);
  await clock?.set(seconds);
}

function withRedis(run: Run, act: (run: Run) => Promise<void>): Promise<void> {
  return run.agent.exclusively(['redis'], () => act(run));
}

/** As long as its snapshots fail it answers all questions and takes nothing. */
async function misconf({ stack, log, random }: Run): Promise<void> {
  const { call } = stack.redis;
  const dir = String(Object.values(Object(await call('CONFIG', 'GET', 'dir')))[1]);
  // The snapshot cannot take the place of a folder. One that was made for a replica is needed no more.
  await rm(join(dir, 'dump.rdb'), { recursive: true, force: true });
  await mkdir(join(dir, 'dump.rdb', 'in the way'), { recursive: true });
  await call('CONFIG', 'SET', 'save', '1 1');
  await call('BGSAVE').catch(() => {});
  for (let tries = 0; tries < 60; tries += 1) {
    if (/rdb_last_bgsave_status:err/.test(String(await call('INFO', 'persistence')))) break;
    await pause(50);
  }
  log.note(`Redis refuses writes (MISCONF) in ${dir}`);
  await pause(random.between(3000, 5000));
  await call('CONFIG', 'SET', 'save', '');
  log.note('Redis takes writes');
}

async function wiped(run: Run): Promise<void> {
  const { stack, log, deliveries } = run;
  const wipe = async () => {
    await endOfPauseSeen(run);
    await stack.redis.call('FLUSHALL');
    run.stormsForgotten.push(Date.now());
    log.note('Redis is wiped');
  };
  let remembered = false;
  await withRedis(run, async () => {
    remembered = accountHasChanged(run);
    if (!remembered) await wipe();
  });
  // Accounts of before are in the memory of the workers alone then. That one of them must run for a while is a stated limit.
  if (remembered)
    await withWorkersAtRest(run, async () => {
      await Promise.all(stack.workers.map(ready));
      await pause(SEEN_TIMEOUT_MS);
      await wipe();
      await pause(SEEN_TIMEOUT_MS);
    });
  await sentAgain(deliveries);
}
