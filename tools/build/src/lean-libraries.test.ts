import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import performanceHooks from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { leanLibraries } from './lean-libraries.ts';

const queue = createRequire(join(import.meta.dirname, '../../../packages/queue/package.json'));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'guance-jira-lean-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function built(input: string): Promise<Record<string, unknown>> {
  const bundle = await rolldown({ input, platform: 'node', plugins: [leanLibraries()] });
  await bundle.write({ file: join(root, 'out.mjs') });
  return import(join(root, 'out.mjs'));
}

it('leaves a client of Redis all its methods', async () => {
  const names = (client: object): string[] => {
    const found = new Set<string>();
    for (let at = client; at !== Object.prototype; at = Object.getPrototypeOf(at))
      for (const name of Object.getOwnPropertyNames(at)) found.add(name);
    return [...found].sort();
  };
  const { default: lean } = await built(queue.resolve('ioredis'));
  const methods = names(queue('ioredis').Redis.prototype);

  expect(methods).toEqual(expect.arrayContaining(['xadd', 'xaddBuffer', 'evalsha', 'call', 'multi', 'on']));
  expect(names(Object(lean).Redis.prototype)).toEqual(methods);
  expect(Object(lean).Redis.prototype).toBeInstanceOf(Object);
});

it('has the client of a cluster for whoever asks for it', async () => {
  const { Cluster, Redis } = Object((await built(queue.resolve('ioredis'))).default);
  const cluster = new Cluster([{ host: '127.0.0.1', port: 1 }], { lazyConnect: true });

  expect([Redis.Cluster === Cluster, cluster.isCluster, cluster.status]).toEqual([true, true, 'wait']);
  cluster.disconnect();
});

it('measures how late the event loop is from the first time that metrics are asked for', async () => {
  const service = createRequire(join(import.meta.dirname, '../../../packages/service/package.json'));
  const { default: client } = await built(service.resolve('@prometheus-io/client'));
  const measured = vi.spyOn(performanceHooks, 'monitorEventLoopDelay');
  const registry = new (Object(client).Registry)();
  Object(client).collectDefaultMetrics({ register: registry });
  const asked = async () => Number(/^nodejs_eventloop_lag_p99_seconds (.*)$/m.exec(await registry.metrics())?.[1]);
  const [made] = measured.mock.results;
  if (made?.type !== 'return') throw new Error('nothing measures how late the event loop is');
  const histogram = made.value;
  await pause(50);

  expect(histogram.count).toBe(0);
  expect(await asked()).toBe(0);
  while (histogram.count < 2) await pause(5);
  expect(await asked()).toBeGreaterThan(0.005);
  histogram.disable();
});

it('ends the build where a library is written in another way than it was', async () => {
  const folder = join(root, 'node_modules/@dabh/diagnostics/node');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.js'), 'module.exports = null;');

  await expect(built(join(folder, 'index.js'))).rejects.toThrow('is written in another way than it was');
});
