/** A Redis with a replica, of which a run may take the replica's copy when the master's is lost. */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createRedis, type TestRedis, waitFor } from '../harness/index.ts';

export interface RedisPair extends TestRedis {
  readonly replica: TestRedis;
  /** Both die, the master's disk is lost, and it comes back with what the replica had on its own. */
  takeReplicasCopy(): Promise<void>;
}

/** Copies for a replica go over the wire alone. */
const DISKLESS = ['--repl-diskless-sync', 'yes', '--repl-diskless-sync-delay', '0'];

export async function createRedisPair(dir: string): Promise<RedisPair> {
  const [masterDir, replicaDir] = [join(dir, 'redis'), join(dir, 'redis-replica')];
  const master = await createRedis(masterDir, DISKLESS);
  const { port } = new URL(master.url);
  const replica = await createRedis(replicaDir, ['--replicaof', '127.0.0.1', port, ...DISKLESS]);
  const inStep = () =>
    waitFor('the replica to follow', async () =>
      /master_link_status:up/.test(String(await replica.call('INFO', 'replication'))),
    );
  return {
    ...master,
    replica,
    start: async () => {
      await master.start();
      await replica.start().catch((error: unknown) => {
        // It runs on when the master alone was killed.
        if (!String(error).includes('runs already')) throw error;
      });
    },
    stop: async () => {
      await replica.stop();
      await master.stop();
    },
    expectNoClients: async () => {
      await replica.stop();
      await master.expectNoClients();
    },
    takeReplicasCopy: async () => {
      await replica.kill('SIGKILL');
      await master.kill('SIGKILL');
      await rm(masterDir, { recursive: true, force: true });
      await cp(replicaDir, masterDir, { recursive: true });
      await rm(join(masterDir, 'port'), { force: true });
      await master.start();
      await replica.start();
      await inStep();
    },
  };
}
