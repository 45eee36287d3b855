/** The processes that figures are made with: each starts one, ready when it resolves. */
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, startRedisServer } from '@guance-jira/local-stack';
import { Redis } from 'ioredis';
import { redisProgram } from '../../e2e/harness/redis/redis-program.ts';
import { type BenchProcess, startProcess } from './processes.ts';

const TOKEN = 'bench-token-0123456789';
export const WEBHOOK = `/webhook/guance/${TOKEN}`;
export const CONCURRENCY = 20;

export interface BenchRedis {
  readonly port: number;
  readonly url: string;
  readonly pid: number;
  readonly client: Redis;
  /** Bytes in use. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** On loopback with `appendfsync always`; the log is not rewritten meanwhile, which would take a processor at any moment. */
export async function startRedis(dir: string, port?: number): Promise<BenchRedis> {
  const args = ['--auto-aof-rewrite-percentage', '0'];
  const server = await startRedisServer({ path: await redisProgram(), dir, args, ...(port ? { port } : {}) });
  const client = new Redis(server.port, { maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  const number = async (section: string, name: string) =>
    Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(await client.info(section))?.[1]);
  return {
    port: server.port,
    url: server.url,
    pid: await number('server', 'process_id'),
    client,
    memory: () => number('memory', 'used_memory'),
    stop: async () => {
      client.disconnect();
      await server.stop(10_000);
    },
  };
}

export interface App extends BenchProcess {
  readonly port: number;
  /** From its start until it said so; 0 of one that is not asked. */
  readonly readyMs: number;
}

/** A program, from the root of the repository: its source, or built. */
export interface Program {
  file: string;
  args?: readonly string[];
  /** See `ProcessOptions`. */
  alone?: boolean;
}

export async function startReceiver(
  dir: string,
  redisUrl: string,
  env: Record<string, string> = {},
  program: Program = { file: 'apps/receiver/src/main.ts' },
): Promise<App> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  await mkdir(dir, { recursive: true });
  const child = startProcess({
    ...program,
    outputFile: join(dir, 'receiver.log'),
    env: {
      ...{
        REDIS_URL: redisUrl,
        WEBHOOK_TOKENS: TOKEN,
        WEBHOOK_EVENTS_PER_MINUTE: '0',
        SPOOL_DIR: join(dir, 'spool'),
        LOG_FORMAT: 'json',
      },
      ...{ RECEIVER_HOST: '127.0.0.1', RECEIVER_PORT: String(port), METRICS_PORT: String(metricsPort) },
      ...env,
    },
  });
  return { ...child, port, readyMs: await readyMsOf(child, `http://127.0.0.1:${port}/readyz`) };
}

export async function startWorker(
  dir: string,
  redisUrl: string,
  jira: { port: number; dialect: 'cloud' | 'datacenter' },
  env: Record<string, string> = {},
  program: Program = { file: 'apps/worker/src/main.ts' },
): Promise<App> {
  const port = await freePort();
  await mkdir(dir, { recursive: true });
  const child = startProcess({
    ...program,
    outputFile: join(dir, `worker-${port}.log`),
    env: {
      ...{ REDIS_URL: redisUrl, WORKER_HOST: '127.0.0.1', WORKER_PORT: String(port), LOG_FORMAT: 'json' },
      ...{ JIRA_URL: `http://127.0.0.1:${jira.port}`, JIRA_TOKEN: 'bench-token-0123456789', JIRA_MAX_RPS: '10000' },
      ...(jira.dialect === 'cloud' ? { JIRA_USER: 'bot@example.com' } : {}),
      ...{ JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: '故障', WORKER_CONCURRENCY: String(CONCURRENCY) },
      ...env,
    },
  });
  return { ...child, port, readyMs: await readyMsOf(child, `http://127.0.0.1:${port}/readyz`) };
}

export async function startConsole(
  dir: string,
  redisUrl: string,
  program: Program = { file: 'apps/console/src/main.ts' },
): Promise<App> {
  const port = await freePort();
  await mkdir(dir, { recursive: true });
  const child = startProcess({
    ...program,
    outputFile: join(dir, 'console.log'),
    env: {
      ...{ REDIS_URL: redisUrl, ADMIN_HOST: '127.0.0.1', ADMIN_PORT: String(port), LOG_FORMAT: 'json' },
      ...{ JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: '故障', JIRA_URL: 'http://jira.example.com' },
    },
  });
  return { ...child, port, readyMs: await readyMsOf(child, `http://127.0.0.1:${port}/healthz`) };
}

/** One of the small programs beside this file that tells its port. */
export async function startChild(dir: string, name: string, args: readonly string[] = []): Promise<App> {
  const child = startProcess({ file: `bench/parts/children/${name}.ts`, args, outputFile: join(dir, `${name}.log`) });
  const { port } = Object(await child.message);
  return { ...child, port: Number(port), readyMs: 0 };
}

/** Asked often, and in the cheapest way there is: what asks has the same two processors. */
async function readyMsOf({ startedAt }: BenchProcess, url: string): Promise<number> {
  for (let tries = 0; tries < 15_000; tries += 1) {
    if (await isOk(new URL(url))) return performance.now() - startedAt;
    await pause(4);
  }
  throw new Error(`nothing answers at ${url}`);
}

function isOk({ hostname, port, pathname }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => resolve(false));
    socket.once('data', (answer) => {
      resolve(answer.toString('latin1').startsWith('HTTP/1.1 200 '));
      socket.destroy();
    });
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
  });
}
