import { afterEach, describe, expect, it } from 'vitest';
import { eventIdsOf, expectOneIssueEach, SHORT_TIMEOUTS, type Stack, startStack } from '../harness/index.ts';
import { createSentinels, type TestSentinels } from './sentinel.ts';
import { events, idsOf, type Sent, sendSteadily } from './sure.ts';

let stack: Stack;
let redis: TestSentinels;
afterEach(() => stack?.close());

async function start(replicas: number, own: Record<string, string> = {}): Promise<void> {
  stack = await startStack({
    redis: async (dir) => {
      redis = await createSentinels(dir, replicas);
      return redis;
    },
    receiverEnv: own,
    workerEnv: { ...SHORT_TIMEOUTS, JIRA_MAX_RPS: '100', ...own },
    workers: 2,
  });
}

const renewals = () => stack.workers.flatMap((worker) => worker.log.named('ledger epoch renewed'));
const now = () => ({ date: Math.floor(Date.now() / 1000), timestamp: Math.floor(Date.now() / 1000) });

describe('with Redis Sentinels', () => {
  it('a master that dies under load loses nothing that a replica confirmed, and workers go on', async () => {
    await start(2, { REDIS_WAIT_REPLICAS: '1' });
    const first = await redis.master();
    const list = events(400);
    const sent: Sent = { acknowledged: new Set(), statuses: new Set() };
    const sending = sendSteadily(stack, list.slice(0, 200), 25, sent);
    await stack.waitFor('the first issues', async () => (await stack.jira.issues()).length > 50);

    await first.kill('SIGKILL');

    // However late it died: half are sent after that.
    await Promise.all([sending, sendSteadily(stack, list.slice(200), 25, sent)]);
    const { statuses, acknowledged } = sent;
    await stack.waitFor('the new master', async () => (await redis.master()) !== first);
    expect(statuses).toEqual(new Set(['queued', 'spooled']));
    expect([...acknowledged].sort()).toEqual(idsOf(list).sort());
    await expectOneIssueEach(stack, idsOf(list));
    // What replicas confirmed is known to the new master, so nothing need be looked for in Jira.
    expect(renewals().filter(({ reason }) => reason === 'failover')).toEqual([]);
  });

  it('a master that freezes under load is left for the new one', async () => {
    await start(2, { REDIS_WAIT_REPLICAS: '1' });
    const first = await redis.master();
    const list = events(200);
    const sending = sendSteadily(stack, list.slice(0, 100), 25);
    await stack.waitFor('the first issues', async () => (await stack.jira.issues()).length > 20);

    await first.kill('SIGSTOP');

    const halves = await Promise.all([sending, sendSteadily(stack, list.slice(100), 25)]);
    const acknowledged = halves.flatMap((half) => [...half.acknowledged]);
    expect([...acknowledged].sort()).toEqual(idsOf(list).sort());
    await stack.waitFor('the new master', async () => (await redis.master()) !== first);
    await expectOneIssueEach(stack, idsOf(list));
    await first.kill('SIGCONT');
  });

  it('a replica that lagged becomes master: the ledger distrusts itself, and what comes again stays single', async () => {
    await start(1);
    const [first, replica] = redis.servers;
    const known = events(3, now());
    await stack.send(known);
    await expectOneIssueEach(stack, idsOf(known));
    // The replica may not follow any more, which the Sentinels do not mind for some seconds.
    await first?.call('ACL', 'SETUSER', 'default', '-psync', '-sync');
    await first?.call('CLIENT', 'KILL', 'TYPE', 'replica');
    const unknown = events(10, now());
    await stack.send(unknown);
    await expectOneIssueEach(stack, idsOf([...known, ...unknown]));
    const [lost] = idsOf(unknown);
    expect(await replica?.call('EXISTS', `{${stack.prefix}}:ledger:ev_${lost}`)).toBe(0);

    await first?.kill('SIGKILL');
    await stack.waitFor('the new master', async () => (await redis.master()) === replica);
    const again = await stack.send(unknown);
    const later = events(1, now());
    await stack.send(later);

    expect(again.status).toBe(202);
    await expectOneIssueEach(stack, idsOf([...known, ...unknown, ...later]));
    await stack.waitFor(
      'all to be handled again',
      () => stack.workers.flatMap((worker) => worker.log.named('event handled')).length >= 24,
    );
    expect(renewals().map(({ reason }) => reason)).toContain('failover');
    expect(await eventIdsOf(stack.jira)).toEqual(idsOf([...known, ...unknown, ...later]).sort());
  });
});
