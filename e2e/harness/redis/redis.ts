import { freePort, type RedisServer, startRedisServer } from '@guance-jira/local-stack';
import { Redis } from 'ioredis';
import { redisProgram } from './redis-program.ts';

/** A Redis of the test's own, which it may kill, freeze, wipe and start again on the same port and files. */
export interface TestRedis {
  readonly url: string;
  /** The variables by which our processes find it. */
  readonly env: Readonly<Record<string, string>>;
  start(): Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
  /** Runs one command over a connection of the test's own, which is kept: what waits for something asks many times a second. */
  call(command: string, ...args: (string | number)[]): Promise<unknown>;
  /** Waits until no one is connected any more: a client left is a process or a connection that was not closed. */
  expectNoClients(): Promise<void>;
}

export async function createRedis(dir: string, args: readonly string[] = [], program?: string): Promise<TestRedis> {
  const path = program ?? (await redisProgram());
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: RedisServer | undefined;
  let kept: Redis | undefined;
  const call: TestRedis['call'] = async (command, ...rest) => {
    // One that has ended does not connect again, as nobody asks a Redis that is down to wait.
    if (kept === undefined || kept.status === 'end') kept = connect(url);
    return kept.call(command, ...rest);
  };
  const disconnect = () => {
    kept?.disconnect();
    kept = undefined;
  };
  return {
    url,
    env: { REDIS_URL: url },
    call,
    async start() {
      if (server) throw new Error('Redis runs already');
      server = await startRedisServer({ path, dir, port, args });
    },
    async kill(signal = 'SIGKILL') {
      server?.kill(signal);
      if (signal === 'SIGSTOP' || signal === 'SIGCONT') return;
      disconnect();
      await server?.exited;
      server = undefined;
    },
    async stop() {
      disconnect();
      server?.kill('SIGCONT');
      await server?.stop(10_000);
      server = undefined;
    },
    async expectNoClients() {
      if (!server) return;
      let others: string[] = [];
      for (let tries = 0; tries < 40; tries += 1) {
        const list = String(await call('CLIENT', 'LIST'));
        others = list.split('\n').filter((line) => line !== '' && !line.includes('name=test'));
        if (others.length === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`Redis still has clients:\n${others.join('\n')}`);
    },
  };
}

function connect(url: string): Redis {
  // What waits for something asks again, but not while a frozen server, or one that is no longer master, owes it an answer.
  const redis = new Redis(url, { retryStrategy: () => null, connectionName: 'test', commandTimeout: 10_000 });
  redis.on('error', () => {});
  return redis;
}
