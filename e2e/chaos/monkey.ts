import { setTimeout as pause } from 'node:timers/promises';
import type { App, Stack } from '../harness/index.ts';
import type { Diary } from './diary.ts';
import type { Random } from './random.ts';

/** Kills, freezes and restarts the processes of a stack. */
export interface Monkey {
  /** A deed every `everyMs` on a process that is not in the middle of one, until `stop`. */
  run(everyMs: number): Promise<void>;
  /** Ends the deeds; resolves when all processes run again. */
  stop(): Promise<void>;
  readonly deeds: Readonly<Record<string, number>>;
  /** Processes that ended without being killed. */
  readonly endedByThemselves: readonly string[];
}

interface Victim {
  readonly name: string;
  kill(signal: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
}

export function createMonkey(stack: Stack, random: Random, diary: Diary): Monkey {
  const busy = new Set<string>();
  const underWay = new Set<Promise<void>>();
  const deeds: Record<string, number> = {};
  const endedByThemselves: string[] = [];
  const failures: unknown[] = [];
  const stopping = new AbortController();
  const apps = [...stack.receivers, ...stack.workers];
  const watch = (app: App) => {
    const { child } = app;
    void child?.exited.then((exit) => {
      if (busy.has(app.name) || stopping.signal.aborted) return;
      endedByThemselves.push(`${app.name} ended by itself: ${JSON.stringify(exit)}\n${child.lastLines().join('\n')}`);
      diary.note(`${app.name} ended by itself`);
    });
  };
  for (const app of apps) watch(app);
  const victims: Victim[] = [
    ...apps.map((app) => ({
      name: app.name,
      kill: (signal: NodeJS.Signals) => app.kill(signal),
      // Not awaited until it is ready: a process may be killed while it starts, too.
      start: async () => {
        await app.start({ ready: false });
        watch(app);
      },
    })),
    { name: 'redis', kill: (signal) => stack.redis.kill(signal), start: () => stack.redis.start() },
  ];

  async function deed(victim: Victim): Promise<void> {
    const freeze = random.chance(0.3);
    const ms = freeze ? random.between(500, 4000) : random.between(0, 1500);
    const name = `${victim.name} ${freeze ? 'frozen' : 'killed'}`;
    deeds[name] = (deeds[name] ?? 0) + 1;
    diary.note(`${name} for ${ms} ms`);
    await victim.kill(freeze ? 'SIGSTOP' : 'SIGKILL');
    await pause(ms);
    if (freeze) await victim.kill('SIGCONT');
    else await victim.start();
    diary.note(`${victim.name} ${freeze ? 'thawed' : 'started'}`);
  }

  return {
    deeds,
    endedByThemselves,
    async run(everyMs) {
      while (!stopping.signal.aborted) {
        await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
        const free = victims.filter(({ name }) => !busy.has(name));
        if (stopping.signal.aborted || free.length === 0) continue;
        const victim = random.pick(free);
        busy.add(victim.name);
        const running = deed(victim)
          .catch((error: unknown) => void failures.push(error))
          .finally(() => {
            busy.delete(victim.name);
            underWay.delete(running);
          });
        underWay.add(running);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(underWay);
      if (failures.length > 0) throw new AggregateError(failures, `a process could not be restarted: ${failures}`);
    },
  };
}
