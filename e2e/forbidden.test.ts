/** A 403 for everything: an allow-list of addresses, or a Data Center that refuses Basic. */
import { it } from 'vitest';
import { SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';

const WATCHED_MS = 25_000;
const requests = async (stack: Stack) => (await stack.jira.requests()).length;
const forbid = (stack: Stack) =>
  stack.jira.control('POST', '/faults', {
    path: 'any',
    times: 'forever',
    action: { respond: { status: 403, body: { message: 'Basic Authentication has been disabled on this instance.' } } },
  });

it.concurrent.for([
  ['datacenter', 'before the worker knows it'],
  ['cloud', 'from one moment to the next'],
] as const)(
  'a %s that forbids everything (%s) is asked ten times in 25 seconds at most, and each event has its issue when it ends',
  async ([dialect, when], { expect, onTestFinished }) => {
    const stack = await startStack({ dialect, workerEnv: SHORT_TIMEOUTS });
    onTestFinished(() => stack.close());
    const handled = () => stack.worker.log.named('event handled').length;
    if (when === 'before the worker knows it') await stack.worker.stop();
    else {
      await stack.send(sampleEvent());
      await stack.waitFor('the first issue', () => handled() === 1);
    }
    const before = handled();
    await forbid(stack);
    const asked = await requests(stack);
    if (before === 0) await stack.worker.start();
    await stack.send(Array.from({ length: 20 }, () => sampleEvent()));
    await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
    expect((await requests(stack)) - asked).toBeLessThanOrEqual(10);
    expect(stack.worker.log.named('jira forbids everything').length).toBeGreaterThan(0);

    await stack.jira.control('DELETE', '/faults');
    await stack.waitFor('an outcome for each', () => handled() === before + 20, 90_000);
    expect(await stack.jira.issues()).toHaveLength(before + 20);
  },
);
