/** A replica that confirms nothing, and a master that is lost meanwhile. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Run } from './fault.ts';
import { ready } from './ready.ts';

const WAITS = { REDIS_WAIT_REPLICAS: '1' };

export const replicaFaults: readonly Fault[] = [
  {
    name: 'replica-silent',
    about: 'the replica confirms nothing (WAIT), connections break, then only its copy is left',
    needs: { replica: true, receiverEnv: WAITS, workerEnv: WAITS },
    spools: true,
    times: [1, 1],
    run: (run) => {
      const names = [...run.stack.receivers, ...run.stack.workers].map(({ name }) => name);
      return run.agent.exclusively([...names, 'redis'], () => silent(run));
    },
  },
];

/** What was acknowledged meanwhile stands on the master alone, so nobody may have taken it for kept. */
async function silent({ stack, replica, log, deliveries, alerts, random }: Run): Promise<void> {
  if (replica === null) throw new Error('there is no replica');
  await Promise.all(stack.receivers.map(ready));
  await replica.replica.kill('SIGSTOP');
  log.note('the replica is frozen');
  await deliveries.send(alerts.fresh(4, random).map((alert) => [alert]));
  await stack.redis.call('CLIENT', 'KILL', 'TYPE', 'normal');
  log.note('all connections to Redis are cut');
  // Long enough for a drain that believes a WAIT on a new connection.
  await pause(3500);
  await replica.takeReplicasCopy();
  log.note("the master is lost; Redis has the replica's copy");
}
