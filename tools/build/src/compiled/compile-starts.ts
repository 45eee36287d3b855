/** What V8 compiles when a process starts is kept beside its code: with the same Node, its starts need not compile it again. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Child, freePort, spawnNode } from '@guance-jira/local-stack';

const START_ONCE = fileURLToPath(new URL('./start-once.ts', import.meta.url));
const REDIS = fileURLToPath(new URL('../../../local-stack/src/redis/memory-main.ts', import.meta.url));
const READY_TIMEOUT_MS = 120_000;

/**
 * Starts each process of the package in `out` once, with a Redis in memory and a Jira that knows nothing.
 * @throws Error with the last words of one that does not become ready
 */
export async function compileStarts(out: string): Promise<void> {
  const cwd = await mkdtemp(join(tmpdir(), 'guance-jira-compile-'));
  const redisPort = await freePort();
  const redis = spawnNode('redis', REDIS, { cwd, env: {}, args: [String(redisPort)] });
  const jira = createServer((_request, response) => void response.writeHead(404).end('{}')).listen(0, '127.0.0.1');
  try {
    await once(jira, 'listening');
    await untilConnected(redis, redisPort);
    const starts = await startsWith(redisPort, jira, cwd);
    await Promise.all(
      starts.map(({ name, url, env }) => ended(spawnNode(name, START_ONCE, { cwd, env, args: [out, name, url] }))),
    );
  } finally {
    jira.close();
    await redis.stop(5_000);
    await rm(cwd, { recursive: true, force: true });
  }
}

async function startsWith(redisPort: number, jira: Server, folder: string) {
  const [webhook, receiver, worker, console] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const { port: jiraPort } = jira.address() as AddressInfo;
  const common = {
    ...{ NODE_ENV: 'production', LOG_FORMAT: 'json', REDIS_URL: `redis://127.0.0.1:${redisPort}` },
    ...{ JIRA_URL: `http://127.0.0.1:${jiraPort}`, JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: 'Task' },
  };
  const ready = (port: number, path = 'readyz') => `http://127.0.0.1:${port}/${path}`;
  return [
    {
      name: 'receiver',
      url: ready(receiver),
      env: {
        ...{ ...common, RECEIVER_HOST: '127.0.0.1', RECEIVER_PORT: String(webhook), METRICS_HOST: '127.0.0.1' },
        ...{ METRICS_PORT: String(receiver), SPOOL_DIR: join(folder, 'spool'), WEBHOOK_TOKENS: 'token-of-the-build' },
      },
    },
    {
      name: 'worker',
      url: ready(worker),
      env: {
        ...{ ...common, WORKER_HOST: '127.0.0.1', WORKER_PORT: String(worker) },
        ...{ JIRA_USER: 'bot@example.com', JIRA_TOKEN: 'token-of-the-build' },
      },
    },
    {
      name: 'console',
      url: ready(console, 'healthz'),
      env: { ...common, ADMIN_HOST: '127.0.0.1', ADMIN_PORT: String(console) },
    },
  ];
}

async function ended(child: Child): Promise<void> {
  const late = AbortSignal.timeout(READY_TIMEOUT_MS);
  late.addEventListener('abort', () => child.kill('SIGKILL'));
  const { code } = await child.exited;
  if (code !== 0) throw new Error(`the built ${child.name} does not start:\n${child.lastLines().join('\n')}`);
}

async function untilConnected(redis: Child, port: number): Promise<void> {
  const connected = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
  const gone = redis.exited.then(() => true);
  while (!(await connected()))
    if (await Promise.race([gone, pause(50, false)]))
      throw new Error(`the Redis in memory does not start:\n${redis.lastLines().join('\n')}`);
}
