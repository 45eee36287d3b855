import { afterEach, expect, it } from 'vitest';
import { eventIdsOf, SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';
import { repoRoot } from './harness/paths.ts';

let stack: Stack;
afterEach(() => stack?.close());

const queueKey = (name: string) => `{${stack.prefix}}:events:${name}`;

/** What time does: the dead worker's lock runs out, and the job counts as stalled at the next look. */
async function letItStall(jobId: string): Promise<void> {
  await stack.redis.call('DEL', `${queueKey(jobId)}:lock`, queueKey('stalled-check'));
  await stack.redis.call('SADD', queueKey('stalled'), jobId);
}

const created = (id: string) =>
  stack.waitFor(`the issue of ${id}`, () =>
    stack.worker.log.named('event handled').find(({ eventId, outcome }) => eventId === id && outcome === 'created'),
  );

it('an event that ends each worker that reads it is parked, others get their issues, and a retry succeeds after a fix', async () => {
  const WORDS = 'the words that no worker survives';
  stack = await startStack({
    started: false,
    workerEnv: {
      ...SHORT_TIMEOUTS,
      NODE_OPTIONS: `--import ${repoRoot}/e2e/poison/crash-on-words.mjs`,
      POISON_WORDS: WORDS,
    },
  });
  await stack.receiver.start();
  const poison = { ...sampleEvent(), df_message: WORDS };
  await stack.send(poison);
  const jobId = `ev_${poison.df_event_id}`;

  let deaths = 0;
  while (deaths < 4) {
    await stack.worker.start({ ready: false });
    await stack.worker.child?.exited;
    await stack.worker.kill();
    deaths += 1;
    await letItStall(jobId);
  }
  await stack.worker.start();
  const other = sampleEvent();
  await stack.send(other);
  const handled = await stack.waitFor('the end of the poison', () =>
    stack.worker.log.named('event handled').find(({ eventId }) => eventId === poison.df_event_id),
  );

  expect(handled).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/^stalled: .* 3 times/) });
  expect(await stack.redis.call('ZSCORE', queueKey('failed'), jobId)).not.toBeNull();
  await created(other.df_event_id);

  await stack.worker.stop();
  delete stack.worker.env.POISON_WORDS;
  await Promise.all([stack.worker.start(), stack.console.start()]);
  const retried = await fetch(`${stack.adminUrl}/dashboard/api/queues/events/${jobId}/retry`, {
    method: 'PUT',
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  expect(`${retried.status} ${await retried.text()}`).toMatch(/^20/);
  await created(poison.df_event_id);
  expect(await eventIdsOf(stack.jira)).toEqual([other.df_event_id, poison.df_event_id].sort());
}, 240_000);
