/** The built programs: until each is ready, what it takes at rest, and how large the image is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from '../../tools/build/src/build.ts';
import type { Figure, Row } from '../figure.ts';
import { median, show, spreadOf } from '../parts/stats.ts';
import { type App, startChild, startConsole, startReceiver, startRedis, startWorker } from '../parts/world.ts';

const ROOT = join(import.meta.dirname, '../..');
const DIST = '.data/bench-dist';
/** After it has collected what its start left (`collect-after-start.ts`). */
const AT_REST_AFTER_MS = 35_000;
/** debian:bookworm-slim unpacked, as Docker Hub tells of 2026-11; Node and tini come to it. */
const BASE_MB = 75;

export const artefact: Figure = {
  name: 'artefact',
  quick: true,
  run: async (bench) => {
    await build(ROOT, join(ROOT, DIST));
    const redis = await startRedis(`${bench.dir}/redis`);
    const jira = await startChild(bench.dir, 'jira-child', ['cloud', '0']);
    const bare: number[] = [];
    const starts: Record<string, () => Promise<App>> = {
      receiver: () => startReceiver(bench.dir, redis.url, {}, programOf('receiver')),
      worker: () => startWorker(bench.dir, redis.url, { port: jira.port, dialect: 'cloud' }, {}, programOf('worker')),
      console: () => startConsole(bench.dir, redis.url, programOf('console')),
    };
    const rows: Row[] = [];
    try {
      for (const [name, start] of Object.entries(starts)) {
        const [ready, rest]: [number[], number[]] = [[], []];
        for (let round = 1; round <= bench.rounds; round += 1) {
          bench.progress(`${name}, round ${round} of ${bench.rounds}`);
          bare.push(await nodeAlone());
          const child = await start();
          ready.push(child.readyMs);
          if (round === bench.rounds) {
            await pause(AT_REST_AFTER_MS);
            rest.push(residentMb(child.pid));
          }
          await child.stop();
        }
        rows.push(readyRow(name, ready, median(bare)), restRow(name, rest));
      }
      return [...rows, imageRow()];
    } finally {
      await jira.stop();
      await redis.stop();
    }
  },
};

function programOf(name: string) {
  return { file: `${DIST}/guance-jira.js`, args: [name], alone: true };
}

/** Until the first word of a program that has no other. */
async function nodeAlone(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'bench/parts/children/bare-child.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const took = performance.now() - began;
  child.kill();
  await once(child, 'exit');
  return took;
}

function residentMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function readyRow(name: string, ready: readonly number[], bare: number): Row {
  return {
    what: `The built ${name} is ready after`,
    ours: `${show(median(ready))} ms, ${show(median(ready) - bare)} ms of them ours`,
    reference: `${show(bare)} ms, Node alone`,
    figure: spreadOf(ready),
    unit: 'ms',
    aim: { atMost: 300 },
  };
}

function restRow(name: string, rest: readonly number[]): Row {
  return {
    what: `Memory of the built ${name} at rest`,
    ours: `${show(median(rest))} MB resident`,
    reference: 'the whole process, with what Node maps',
    figure: spreadOf(rest),
    unit: 'MB',
    aim: { atMost: 90 },
  };
}

/** Counted, as no engine is needed for that: the base, Node's program, and our folder. */
function imageRow(): Row {
  const [node, ours] = [statSync(process.execPath).size / 1e6, sizeOf(join(ROOT, DIST)) / 1e6];
  const all = BASE_MB + node + ours;
  return {
    what: 'The image, unpacked',
    ours: `${show(ours)} MB of ours`,
    reference: `${BASE_MB} MB Debian, ${show(node)} MB Node`,
    figure: { median: all, least: all, most: all },
    unit: 'MB',
    aim: { atMost: 250 },
  };
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
