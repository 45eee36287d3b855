import { setTimeout as pause } from 'node:timers/promises';
import type { App, Stack } from '../harness/index.ts';
import type { EventLog } from './check/event-log.ts';
import type { Random } from './random.ts';

/** Kills, freezes and restarts the processes of a stack. */
export interface ChaosAgent {
  /** From now on a process that ends without being killed is noted. */
  watch(): void;
  /** An action every `everyMs` on a process that is not in the middle of one, until `stop`. */
  run(everyMs: number): Promise<void>;
  /** Does that while the agent leaves these processes alone; they run when it begins. */
  exclusively<T>(names: readonly string[], act: () => Promise<T>): Promise<T>;
  /** Starts a process that `exclusively` holds, and watches it as the others. */
  restart(app: App, change: (env: Record<string, string>) => void): Promise<void>;
  /** Ends the actions; resolves when all processes run again. */
  stop(): Promise<void>;
  readonly actions: Readonly<Record<string, number>>;
  /** When which process was frozen. */
  readonly frozen: readonly { name: string; from: number; to: number }[];
  /** Processes that ended without being killed. */
  readonly endedByThemselves: readonly string[];
}

interface Victim {
  readonly name: string;
  kill(signal: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
}

export function createChaosAgent(stack: Stack, random: Random, log: EventLog): ChaosAgent {
  const busy = new Set<string>();
  const underWay = new Set<Promise<void>>();
  const actions: Record<string, number> = {};
  const frozen: { name: string; from: number; to: number }[] = [];
  const endedByThemselves: string[] = [];
  const failures: unknown[] = [];
  const stopping = new AbortController();
  const apps = [...stack.receivers, ...stack.workers];
  const watch = (app: App) => {
    const { child } = app;
    void child?.exited.then((exit) => {
      if (busy.has(app.name) || app.child !== child) return;
      endedByThemselves.push(`${app.name} ended by itself: ${JSON.stringify(exit)}\n${child.lastLines().join('\n')}`);
      log.note(`${app.name} ended by itself`);
    });
  };
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

  async function act(victim: Victim): Promise<void> {
    const freeze = random.chance(0.3);
    const ms = freeze ? random.between(500, 3000) : random.between(0, 1000);
    const name = `${victim.name} ${freeze ? 'frozen' : 'killed'}`;
    actions[name] = (actions[name] ?? 0) + 1;
    log.note(`${name} for ${ms} ms`);
    const from = Date.now();
    await victim.kill(freeze ? 'SIGSTOP' : 'SIGKILL');
    await pause(ms);
    if (freeze) await victim.kill('SIGCONT');
    if (freeze) frozen.push({ name: victim.name, from, to: Date.now() });
    else await victim.start();
    log.note(`${victim.name} ${freeze ? 'thawed' : 'started'}`);
  }

  return {
    actions,
    frozen,
    endedByThemselves,
    watch: () => {
      for (const app of apps) watch(app);
    },
    async run(everyMs) {
      while (!stopping.signal.aborted) {
        await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
        const free = victims.filter(({ name }) => !busy.has(name));
        if (stopping.signal.aborted || free.length === 0) continue;
        const victim = random.pick(free);
        busy.add(victim.name);
        const running = act(victim)
          .catch((error: unknown) => void failures.push(error))
          .finally(() => {
            busy.delete(victim.name);
            underWay.delete(running);
          });
        underWay.add(running);
      }
    },
    async exclusively(names, work) {
      // Taken one after the other, and always in the same order, so that two who want the same wait for each other.
      const held: string[] = [];
      try {
        for (const { name } of victims.filter((victim) => names.includes(victim.name))) {
          while (busy.has(name)) await pause(20);
          busy.add(name);
          held.push(name);
        }
        return await work();
      } finally {
        for (const name of held) busy.delete(name);
      }
    },
    async restart(app, change) {
      await app.stop();
      change(app.env);
      await app.start({ ready: false });
      watch(app);
    },
    async stop() {
      stopping.abort();
      await Promise.all(underWay);
      if (failures.length > 0) throw new AggregateError(failures, `a process could not be restarted: ${failures}`);
    },
  };
}
