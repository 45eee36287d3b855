/** What becomes of the receivers' outbox while Redis is away: a disk without a free byte, damaged files, a clock of long ago. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { open, readdir, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../harness/index.ts';
import type { Fault, Run } from './fault.ts';
import { ready } from './ready.ts';
import { sentAgain } from './sent-again.ts';

/** When all processes of such a machine began to count, and before any time with 13 digits. */
const YEAR_2000 = Date.UTC(2000, 0, 1);

export const spoolFaults: readonly Fault[] = [
  {
    name: 'spool-full',
    about: 'the disk of the spool is full to the last byte and stays so; a receiver dies on it',
    needs: { smallDisk: true },
    times: [1, 1],
    // What the receivers made room for at their start is filled up as well.
    run: (run) => whileRedisIsAway(run, filledUp, filledUp),
  },
  {
    name: 'spool-damaged',
    about: 'spool files are cut, emptied or overwritten; the log says so, and all is delivered again',
    spools: true,
    times: [1, 1],
    run: async (run) => {
      const { stack, deliveries } = run;
      const toldBefore = toldDamages(run);
      await whileRedisIsAway(run, damaged);
      await waitFor('a line that tells of the damage', () => toldDamages(run) > toldBefore);
      await Promise.all(stack.receivers.map(ready));
      await sentAgain(deliveries);
    },
  },
  {
    name: 'spool-clock',
    about: 'a receiver has the clock of the year 2000, spools, and dies; its clock is set right',
    // Arrivals of the year 2000 would come before all else that is known of an object.
    group: 'event',
    spools: true,
    times: [1, 1],
    run: (run) =>
      withReceivers(run, async ({ stack: { receivers, redis }, agent, log, deliveries, alerts, random }) => {
        const [receiver] = receivers;
        if (!receiver) return;
        const shim = new URL('../moved-clock.mjs', import.meta.url).href;
        const before = receiver.env.NODE_OPTIONS ?? '';
        await agent.restart(receiver, (env) =>
          Object.assign(env, { NODE_OPTIONS: `--import ${shim}`, CLOCK_AHEAD_MS: String(YEAR_2000 - Date.now()) }),
        );
        await ready(receiver);
        log.note(`${receiver.name} lives in the year 2000`);
        await redis.kill('SIGKILL');
        await deliveries.send(alerts.fresh(3, random).map((alert) => [alert]));
        await receiver.kill('SIGKILL');
        await agent.restart(receiver, (env) => Object.assign(env, { NODE_OPTIONS: before }));
        log.note(`the clock of ${receiver.name} is right`);
        await redis.start();
      }),
  },
];

function withReceivers(run: Run, act: (run: Run) => Promise<void>): Promise<void> {
  const names = run.stack.receivers.map(({ name }) => name);
  return run.agent.exclusively([...names, 'redis'], async () => {
    await Promise.all(run.stack.receivers.map(ready));
    await act(run);
  });
}

/** Some alerts stand in the spool alone when it begins; the receivers are started again after it, and then Redis. */
function whileRedisIsAway(
  run: Run,
  act: (run: Run) => Promise<void>,
  afterStart: (run: Run) => Promise<void> = async () => {},
): Promise<void> {
  return withReceivers(run, async ({ stack: { receivers, redis }, agent, log, deliveries, alerts, random }) => {
    await redis.kill('SIGKILL');
    log.note('Redis is away');
    await deliveries.send(alerts.fresh(6, random).map((alert) => [alert]));
    await act(run);
    for (const receiver of receivers) {
      await receiver.kill('SIGKILL');
      await agent.restart(receiver, () => {});
    }
    log.note('the receivers were killed and started');
    await Promise.all(receivers.map(ready));
    await afterStart(run);
    await redis.start();
    log.note('Redis is back');
  });
}

/** Not a page can be written, so nothing can be deleted either. */
async function filledUp({ stack, log }: Run): Promise<void> {
  const filler = join(spoolDir(stack), 'filler');
  for (let bytes = 65_536; bytes > 0; bytes = Math.floor(bytes / 2)) {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' });
    } catch {
      // This much does not fit any more.
    }
  }
  log.note('the disk of the spool is full');
}

/** Of a receiver that died, as what a broken disk or a hand leaves. */
async function damaged({ stack, random, log }: Run): Promise<void> {
  // Whoever is alive still has what it wrote.
  for (const receiver of stack.receivers) await receiver.kill('SIGKILL');
  const dir = spoolDir(stack);
  const logs = (await readdir(dir)).filter((name) => /^spool-\d+-[0-9a-f-]+\.sqlite-wal$/.test(name));
  for (const name of logs) {
    const path = join(dir, name);
    const { size } = await stat(path);
    if (size < 20_000) continue;
    const how = random.pick(['its main file emptied', 'cut within a write', 'overwritten in its middle'] as const);
    if (how === 'its main file emptied') await truncate(path.replace(/-wal$/, ''), 0);
    else if (how === 'cut within a write') await truncate(path, size - 1001);
    else await overwrite(path, Math.floor(size / 2));
    log.note(`damaged: ${name}, ${how}`);
  }
}

async function overwrite(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(512, 0xa5), 0, 512, at);
  await file.close();
}

const TOLD = [
  'a spool file is corrupt and was set aside; events in it may be lost',
  'a spool file ends in an unfinished write',
  'a spool file is damaged: part of it was set aside, the rest is sent',
];

function toldDamages({ stack }: Run): number {
  return stack.receivers.flatMap(({ log }) => TOLD.flatMap((line) => log.named(line))).length;
}

function spoolDir({ receivers }: Run['stack']): string {
  return receivers[0]?.env.SPOOL_DIR ?? '';
}

/** Empty where a disk of two megabytes can be mounted. */
export const NO_SMALL_DISK = (() => {
  const path = mkdtempSync(join(tmpdir(), 'guance-jira-disk-'));
  const ended = mount(path) ? '' : 'skipped: no small disk can be mounted here';
  if (ended === '') unmount(path);
  rmdirSync(path);
  return ended;
})();

/** The disk of the spool, made before anything is started; gives what takes it away. */
export function mountSpool(stack: Run['stack']): () => void {
  const dir = spoolDir(stack);
  mkdirSync(dir, { recursive: true });
  if (!mount(dir)) throw new Error(`no small disk could be mounted at ${dir}`);
  return () => unmount(dir);
}

function mount(dir: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dir]).status === 0;
}

/** Lazily: whoever has files open there keeps them. */
function unmount(dir: string): void {
  spawnSync('umount', ['-l', dir]);
}
