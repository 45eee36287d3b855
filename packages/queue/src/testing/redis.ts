import { startRedis as startServer, type TestRedis as TestServer } from '@guance-jira/testing';
import { Redis } from 'ioredis';
import { type Keys, keysFor, type RedisClient } from '../index.ts';

export { SKIPPED } from '@guance-jira/testing';

/** A real Redis for one test file. Each test takes keys of its own, so that none sees another's. */
export interface TestRedis extends Pick<TestServer, 'client' | 'port' | 'freeze' | 'thaw' | 'stop'> {
  /** A further connection to the same server, as another worker has; closed with the server. */
  connect(): RedisClient;
  keys(): Keys;
}

/**
 * It writes nothing to disk: what a restart leaves is no concern of these tests. A replica of it gets its first copy at once, not after
 * the five seconds in which more replicas might come, and on Valkey may confirm nothing for a second then.
 */
export async function startRedis(): Promise<TestRedis> {
  const server = await startServer(['--appendonly', 'no', '--repl-diskless-sync-delay', '0']);
  const clients: Redis[] = [];
  let prefixes = 0;
  return {
    ...server,
    connect: () => {
      const client = new Redis({ path: server.socket, maxRetriesPerRequest: null, retryStrategy: () => 50 });
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    keys: () => {
      prefixes += 1;
      return keysFor(`test-${prefixes}`);
    },
    stop: async () => {
      for (const each of clients) each.disconnect();
      await server.stop();
    },
  };
}
