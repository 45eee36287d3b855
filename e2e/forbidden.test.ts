/** A 403 for everything: an allow-list of addresses, or a Data Center that refuses Basic. */
import { it } from 'vitest';
import { SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';

const WATCHED_MS = 25_000;
/** Fewer than those that open the breaker. */
const LOST = 2;
/** Requests that came after the first such answer had gone: before, nobody could know it. */
async function askedAfterTheFirst(stack: Stack): Promise<number> {
  const all = await stack.jira.requests();
  const first = all.find(({ status }) => status === 403);
  if (!first) throw new Error('nobody has asked');
  return all.filter(({ at }) => Number(at) > Number(first.at) + Number(first.durationMs)).length;
}
const BODY = {
  cloud: {
    errorMessages: ['The IP address has been rejected because it is not on the IP allowlist.'],
    errors: {},
  },
  datacenter: { message: 'Basic Authentication has been disabled on this instance.' },
};
/** @param first rules for requests that Jira still takes */
const forbid = (stack: Stack, dialect: 'cloud' | 'datacenter', first: readonly unknown[] = []) =>
  stack.jira.control('POST', '/faults', [
    ...first,
    { path: 'any', times: 'forever', action: { respond: { status: 403, body: BODY[dialect] } } },
  ]);

it.concurrent.for([
  ['datacenter', 'before the worker knows it'],
  ['cloud', 'from one moment to the next'],
  ['cloud', 'while lost answers are looked for'],
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
    const lost = when === 'while lost answers are looked for';
    await forbid(stack, dialect, lost ? [{ path: 'create', times: LOST, action: 'resetAfter' }] : []);
    if (when === 'before the worker knows it') await stack.worker.start();
    const events = lost ? LOST : 20;
    await stack.send(Array.from({ length: events }, () => sampleEvent()));
    await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
    expect(await askedAfterTheFirst(stack)).toBeLessThanOrEqual(10);
    expect(stack.worker.log.named('jira forbids everything').length).toBeGreaterThan(0);

    await stack.jira.control('DELETE', '/faults');
    await stack.waitFor('an outcome for each', () => handled() === before + events, 90_000);
    expect(await stack.jira.issues()).toHaveLength(before + events);
  },
);
