import type { Confirmed, EventJob } from '@guance-jira/queue';
import { describe, expect, it } from 'vitest';
import { createEnqueue } from './enqueue.ts';

const job = (eventId: string): EventJob => ({ v: 1, eventId, event: {}, receivedAt: 1 });

/** A producer whose batches end when the test says so. */
function producer(withinMs = 60_000) {
  const batches: { ids: string[]; confirm: () => void; fail: () => void }[] = [];
  const confirm = (jobs: readonly EventJob[]) =>
    new Promise<Confirmed[]>((resolve, reject) => {
      batches.push({
        ids: jobs.map(({ eventId }) => eventId),
        confirm: () => resolve(jobs.map(() => 'queued')),
        fail: () => reject(new Error('down')),
      });
    });
  return { batches, enqueue: createEnqueue({ confirm }, withinMs) };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('enqueue', () => {
  it('puts the events of one turn into one batch, and what comes while it is under way into the next', async () => {
    const { batches, enqueue } = producer();
    const all = [enqueue(job('a'), 1), enqueue(job('b'), 1)];
    await turn();
    all.push(enqueue(job('c'), 1));
    await turn();
    all.push(enqueue(job('d'), 1));
    await turn();

    expect(batches.map(({ ids }) => ids)).toEqual([['a', 'b']]);
    batches[0]?.confirm();
    await all[0];
    await turn();
    await turn();
    expect(batches[1]?.ids).toEqual(['c', 'd']);
    batches[1]?.confirm();
    expect(await Promise.all(all)).toEqual(Array(4).fill('queued'));
  });

  it('bounds a batch by count and by size', async () => {
    const { batches, enqueue } = producer();
    const many = Array.from({ length: 300 }, (_, n) => enqueue(job(`n${n}`), 1));
    await turn();
    batches[0]?.confirm();
    await turn();
    await turn();
    expect(batches.map(({ ids }) => ids.length)).toEqual([256, 44]);
    batches[1]?.confirm();
    await Promise.all(many);

    const large = producer();
    const three = Array.from({ length: 3 }, (_, n) => large.enqueue(job(`n${n}`), 3 * 1024 * 1024));
    await turn();
    expect(large.batches.map(({ ids }) => ids.length)).toEqual([1]);
    // Nothing may be left to fail while another file is tested.
    for (const n of [0, 1, 2]) {
      large.batches[n]?.confirm();
      await three[n];
      await turn();
      await turn();
    }
  });

  it('calls the same event a duplicate only when the first of it was confirmed', async () => {
    const { batches, enqueue } = producer();
    const pair = [enqueue(job('a'), 1), enqueue(job('a'), 1)];
    await turn();
    batches[0]?.confirm();
    expect(await Promise.all(pair)).toEqual(['queued', 'duplicate']);

    const failing = [enqueue(job('b'), 1), enqueue(job('b'), 1)];
    await turn();
    batches[1]?.fail();
    expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);

    const again = enqueue(job('b'), 1);
    await turn();
    batches[2]?.confirm();
    expect(await again).toBe('queued');
  });

  it('gives up what is not confirmed in time, and does not send it when it has not been sent yet', async () => {
    const { batches, enqueue } = producer(30);
    const all = [enqueue(job('a'), 1)];
    await turn();
    all.push(enqueue(job('b'), 1));

    const ends = await Promise.allSettled(all);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const again = enqueue(job('a'), 1);
    batches[0]?.confirm();
    await turn();
    await turn();
    expect(batches.map(({ ids }) => ids)).toEqual([['a'], ['a']]);
    batches[1]?.confirm();
    expect(await again).toBe('queued');
  });

  it('lets those that wait fail together with a batch that failed', async () => {
    const { batches, enqueue } = producer();
    const all = [enqueue(job('a'), 1)];
    await turn();
    all.push(enqueue(job('b'), 1));
    batches[0]?.fail();

    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(batches).toHaveLength(1);
  });
});
