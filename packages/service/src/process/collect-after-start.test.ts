import { getHeapSpaceStatistics } from 'node:v8';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { collectAfterStart } from './collect-after-start.ts';

const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The loop is as busy as the list says, look by look; then idle. */
function started(...busy: number[]): { collect: ReturnType<typeof vi.fn> } {
  const collect = vi.fn();
  const utilization = (before?: object) => ({ idle: 0, active: 0, utilization: before ? (busy.shift() ?? 0) : 1 });
  collectAfterStart({ utilization, collect });
  return { collect };
}

it('collects once, and never again, when the process is idle after its start', () => {
  const { collect } = started();

  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(30_000);
  expect(collect).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10 * MINUTE_MS);
  expect(collect).toHaveBeenCalledTimes(1);
});

it('waits until the work of the start is done', () => {
  const { collect } = started(0.9, 0.2);

  vi.advanceTimersByTime(60_000);
  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(30_000);
  expect(collect).toHaveBeenCalledTimes(1);
});

it('leaves a process alone that is busy all of its first two minutes', () => {
  const { collect } = started(...Array.from({ length: 30 }, () => 0.5));

  vi.advanceTimersByTime(10 * MINUTE_MS);
  expect(collect).not.toHaveBeenCalled();
});

it('shrinks the young generation, and leaves no `gc` behind', async () => {
  vi.useRealTimers();
  const young = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
  // What lives through a collection of the young generation makes it grow.
  let kept: object[] = [];
  while (young() < 4_000_000) kept.push({ kept: kept.length });
  kept = [];
  const grown = young();

  await new Promise<void>((resolve) => {
    const busy = { idle: 0, active: 0, utilization: 0 };
    let looks = 0;
    const watch = setInterval(() => {
      looks += 1;
      if (looks > 500 || young() < grown / 2) {
        clearInterval(watch);
        resolve();
      }
    }, 20);
    collectAfterStart({ utilization: () => busy, everyMs: 20 });
  });

  expect(young()).toBeLessThan(grown / 2);
  expect(globalThis).not.toHaveProperty('gc');
});
