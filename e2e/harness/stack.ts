import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@guance-jira/local-stack';
import { type Jira, startJira } from './jira.ts';
import { type App, createApp } from './process.ts';
import { createRedis, type TestRedis } from './redis/redis.ts';
import { type Answer, sendTo } from './send.ts';
import { waitFor } from './wait-for.ts';

export interface StackOptions {
  readonly dialect?: 'cloud' | 'datacenter';
  /** Options of the sandbox, as `startJiraSandbox` takes them. */
  readonly sandbox?: Readonly<Record<string, unknown>>;
  /** The sandbox's clock, in milliseconds. */
  readonly clock?: () => number;
  readonly receiverEnv?: Readonly<Record<string, string>>;
  readonly workerEnv?: Readonly<Record<string, string>>;
  /** With it a console is started as well, with these settings; without it a test may start the console itself. */
  readonly consoleEnv?: Readonly<Record<string, string>>;
  /** How many receivers; each has its own ports and spool folder entry, and `send` goes to the first. */
  readonly receivers?: number;
  /** How many workers; they share everything but the port. */
  readonly workers?: number;
  /** Another Redis than a single durable one; `dir` is the stack's own folder. */
  readonly redis?: (dir: string) => Promise<TestRedis>;
  /** False: nothing is started yet but Redis and Jira, no console either. */
  readonly started?: boolean;
}

/** Redis, Jira, a receiver, workers and perhaps a console of one test: own ports, own folder, own key prefix. */
export interface Stack {
  readonly dir: string;
  readonly token: string;
  readonly prefix: string;
  readonly redis: TestRedis;
  readonly jira: Jira;
  readonly receiver: App;
  readonly receivers: readonly (App & { webhookUrl: string })[];
  readonly worker: App;
  readonly workers: readonly App[];
  readonly console: App;
  readonly receiverUrl: string;
  /** Health and metrics of the receiver. */
  readonly metricsUrl: string;
  /** The console and its dashboard; nobody answers there unless it was started. */
  readonly adminUrl: string;
  /** POSTs one event or a list to the webhook. */
  send(body: unknown): Promise<Answer>;
  waitFor: typeof waitFor;
  /** Stops everything. @throws Error when something did not stop cleanly or is left over */
  close(): Promise<void>;
}

/** A test that counts requests has those of its events alone. */
const WORKER = { WORKER_HOST: '127.0.0.1', CHECK_RULES_AT_START: 'false' };

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const dir = await mkdtemp(join(tmpdir(), 'guance-jira-e2e-'));
  const token = randomBytes(16).toString('hex');
  const prefix = `e2e-${randomBytes(4).toString('hex')}`;
  const redis = await (options.redis ?? ((own) => createRedis(join(own, 'redis'))))(dir);
  await redis.start();
  const jira = await startJira(options.dialect ?? 'datacenter', options.sandbox, options.clock);
  const shared = { ...redis.env, REDIS_PREFIX: prefix };
  const receivers = [];
  for (let index = 0; index < (options.receivers ?? 1); index += 1) {
    receivers.push(await createReceiver(index, dir, token, { ...shared, ...options.receiverEnv }));
  }
  const [receiver] = receivers;
  if (!receiver) throw new Error('a stack needs a receiver');
  const workers: App[] = [];
  for (let index = 0; index < (options.workers ?? 1); index += 1) {
    const workerPort = String(await freePort());
    workers.push(
      createApp({
        name: index === 0 ? 'worker' : `worker-${index + 1}`,
        file: 'apps/worker/src/main.ts',
        readyUrl: `http://127.0.0.1:${workerPort}/readyz`,
        env: { ...shared, ...WORKER, WORKER_PORT: workerPort, ...jira.env, ...options.workerEnv },
      }),
    );
  }
  const [worker] = workers;
  if (!worker) throw new Error('a stack needs a worker');
  const consoleApp = await createConsole({
    ...shared,
    ...withoutLogin({ ...jira.env, ...options.workerEnv }),
    ...options.consoleEnv,
  });
  const stack: Stack = {
    dir,
    token,
    prefix,
    redis,
    jira,
    receiver,
    receivers,
    worker,
    workers,
    console: consoleApp,
    receiverUrl: receiver.url,
    metricsUrl: receiver.metricsUrl,
    adminUrl: consoleApp.url,
    send: (body) => sendTo(receiver.webhookUrl, body),
    waitFor,
    close: () => closeAll(stack),
  };
  if (options.started !== false) await startApps(stack, options.consoleEnv !== undefined);
  return stack;
}

/** The console reads the same rules as the worker, and has no login. */
function withoutLogin(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^JIRA_(USER|TOKEN|PASSWORD)/.test(name)));
}

async function createReceiver(index: number, dir: string, token: string, env: Record<string, string>) {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const app = createApp({
    name: index === 0 ? 'receiver' : `receiver-${index + 1}`,
    file: 'apps/receiver/src/main.ts',
    readyUrl: `${url}/healthz`,
    env: {
      RECEIVER_HOST: '127.0.0.1',
      RECEIVER_PORT: String(port),
      METRICS_PORT: String(metricsPort),
      WEBHOOK_TOKENS: token,
      SPOOL_DIR: join(dir, 'spool'),
      ...env,
    },
  });
  return Object.assign(app, {
    url,
    metricsUrl: `http://127.0.0.1:${metricsPort}`,
    webhookUrl: `${url}/webhook/guance/${token}`,
  });
}

async function createConsole(env: Record<string, string>): Promise<App & { url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = createApp({
    name: 'console',
    file: 'apps/console/src/main.ts',
    readyUrl: `${url}/healthz`,
    env: { ADMIN_PORT: String(port), ...env },
  });
  return Object.assign(app, { url });
}

async function startApps(stack: Stack, withConsole: boolean): Promise<void> {
  const apps = [...stack.receivers, ...stack.workers, ...(withConsole ? [stack.console] : [])];
  const results = await Promise.allSettled(apps.map((app) => app.start()));
  const failed = results.find((result) => result.status === 'rejected');
  if (!failed) return;
  await stack.close().catch(() => {});
  throw failed.reason;
}

/** In the order in which each still has what it needs; one that fails does not keep the others running. */
async function closeAll(stack: Stack): Promise<void> {
  const problems: unknown[] = [];
  const steps = [
    () => stack.console.stop(),
    ...stack.receivers.map((receiver) => () => receiver.stop()),
    ...stack.workers.map((worker) => () => worker.stop()),
    () => stack.redis.expectNoClients(),
    () => stack.jira.close(),
    () => stack.redis.stop(),
    () => rm(stack.dir, { recursive: true, force: true }),
  ];
  for (const step of steps) await step().catch((error: unknown) => problems.push(error));
  if (problems.length > 0) throw new AggregateError(problems, `left over: ${problems.map(String).join('\n')}`);
}
