import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backOffOnErrors } from './error-backoff.ts';

describe('the error backoff', () => {
  let states: string[];
  let pauses: number[];
  const worker = {
    pause: async () => void states.push('pause'),
    resume: async () => void states.push('resume'),
  };
  const start = () => backOffOnErrors(worker, (ms) => pauses.push(ms), Date.now);
  const burst = (subject: ReturnType<typeof start>) => {
    for (let n = 0; n < 20; n += 1) subject.error();
  };

  beforeEach(() => {
    vi.useFakeTimers();
    states = [];
    pauses = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('rests after a burst of errors and goes on by itself', () => {
    burst(start());
    expect(states).toEqual(['pause']);

    vi.advanceTimersByTime(1000);
    expect(states).toEqual(['pause', 'resume']);
  });

  it('lets single errors pass', () => {
    const subject = start();
    for (let n = 0; n < 100; n += 1) {
      subject.error();
      vi.advanceTimersByTime(100);
    }
    expect(states).toEqual([]);
  });

  it('rests longer from burst to burst, up to ten seconds, and errors while it rests count for nothing', () => {
    const subject = start();
    for (let n = 0; n < 6; n += 1) {
      burst(subject);
      burst(subject);
      vi.advanceTimersByTime(pauses.at(-1) ?? 0);
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it('starts with a short rest again after a time without errors', () => {
    const subject = start();
    for (let n = 0; n < 3; n += 1) {
      burst(subject);
      vi.advanceTimersByTime(pauses.at(-1) ?? 0);
    }
    vi.advanceTimersByTime(60_000);
    burst(subject);
    expect(pauses).toEqual([1000, 2000, 4000, 1000]);
  });

  it('does not wake a worker that is being closed', () => {
    const subject = start();
    burst(subject);
    subject.stop();
    vi.advanceTimersByTime(60_000);
    expect(states).toEqual(['pause']);
  });
});
