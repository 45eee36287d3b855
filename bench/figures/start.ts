/** What a start costs until the process is ready, beside Node that starts nothing. */
import type { Bench, Figure, Row } from '../figure.ts';
import { cpuMsOf } from '../parts/cpu.ts';
import { startProcess } from '../parts/processes.ts';
import { median, show, spreadOf } from '../parts/stats.ts';
import { startChild, startReceiver, startRedis, startWorker } from '../parts/world.ts';

interface Start {
  ms: number;
  cpuMs: number;
}

export const start: Figure = {
  name: 'start',
  quick: true,
  run: async (bench) => {
    const redis = await startRedis(`${bench.dir}/redis`);
    const jira = await startChild(bench.dir, 'jira-child', ['cloud', '0']);
    const samples = { node: [] as Start[], receiver: [] as Start[], worker: [] as Start[] };
    try {
      for (let round = 1; round <= bench.rounds; round += 1) {
        bench.progress(`round ${round} of ${bench.rounds}`);
        samples.node.push(await timed(() => bareNode(bench)));
        samples.receiver.push(await timed(() => startReceiver(bench.dir, redis.url)));
        samples.worker.push(
          await timed(() => startWorker(bench.dir, redis.url, { port: jira.port, dialect: 'cloud' })),
        );
      }
      return [row('receiver', samples.receiver, samples.node), row('worker', samples.worker, samples.node)];
    } finally {
      await jira.stop();
      await redis.stop();
    }
  },
};

async function timed(launch: () => Promise<{ pid: number; stop(): Promise<void> }>): Promise<Start> {
  const started = performance.now();
  const child = await launch();
  const sample = { ms: performance.now() - started, cpuMs: cpuMsOf(child.pid) };
  await child.stop();
  return sample;
}

async function bareNode(bench: Bench) {
  const child = startProcess({ file: 'bench/parts/children/bare-child.mjs', outputFile: `${bench.dir}/bare.log` });
  await child.message;
  return child;
}

function row(name: string, ours: readonly Start[], node: readonly Start[]): Row {
  const cpu = (starts: readonly Start[]) => starts.map(({ cpuMs }) => cpuMs);
  return {
    what: `CPU until the ${name} is ready`,
    ours: `${show(median(cpu(ours)))} ms, ready after ${show(median(ours.map(({ ms }) => ms)))} ms`,
    reference: `${show(median(cpu(node)))} ms, Node alone`,
    figure: spreadOf(cpu(ours)),
    unit: 'ms',
    aim: null,
  };
}
