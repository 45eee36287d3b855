import { describe, expect, it } from 'vitest';
import { type Answers, afterAnswers, afterRefusal, BOUNDS, firstRate, type LearntRate } from './learn-rate.ts';

const CLOUD = BOUNDS.cloud;
const NOW = 1_000_000;
const rate = (change: Partial<LearntRate> = {}): LearntRate => ({ ...firstRate(CLOUD), ...change });
const answers = (change: Partial<Answers> = {}): Answers => ({ good: 0, limit: null, near: false, ...change });

describe('the rate that Jira is known to stand', () => {
  it('starts at 20 on Cloud and 10 on Data Center', () => {
    expect(firstRate(BOUNDS.cloud).perSecond).toBe(20);
    expect(firstRate(BOUNDS.datacenter).perSecond).toBe(10);
  });

  it.each<[string, Partial<LearntRate>, Partial<Answers>, number]>([
    ['stays when no request had to wait', {}, { good: 0 }, 20],
    ['grows by good answers to requests that waited', {}, { good: 10 }, 22],
    ['takes half of a limit that Jira states at once', {}, { limit: 60 }, 30],
    ['takes nothing at once where Jira has refused before', { refused: true }, { limit: 60 }, 20],
    ['grows faster towards a stated limit', { perSecond: 30 }, { good: 10, limit: 60 }, 37],
    ['remembers the stated limit', { perSecond: 30, limit: 60 }, { good: 10 }, 37],
    ['leaves a tenth of the stated limit to others', {}, { good: 1000, limit: 50 }, 45],
    ['goes under a stated limit at once', {}, { limit: 10 }, 9],
    ['grows in small steps after a refusal', { refused: true }, { good: 20 }, 21],
    ['has a cap of its own', {}, { good: 10_000 }, 100],
    ['has a cap below a generous limit', {}, { limit: 350 }, 100],
    ['falls a fifth near the limit', {}, { good: 10, near: true }, 16],
    ['falls once for signs that come together', { heldUntil: NOW + 1 }, { good: 10, near: true }, 20],
    ['does not grow right after a fall', { heldUntil: NOW + 1 }, { good: 10 }, 20],
    ['never falls under one', { perSecond: 1 }, { near: true }, 1],
  ])('%s', (_name, before, seen, perSecond) => {
    expect(afterAnswers(rate(before), answers(seen), CLOUD, NOW).perSecond).toBeCloseTo(perSecond, 6);
  });

  it('halves when Jira refuses, once for the whole pause', () => {
    const first = afterRefusal(rate({ perSecond: 40 }), 5000, CLOUD, NOW);
    expect(first).toMatchObject({ perSecond: 20, refused: true, heldUntil: NOW + 5000 });
    expect(afterRefusal(first, 5000, CLOUD, NOW + 4999)).toEqual(first);
    expect(afterRefusal(first, 5000, CLOUD, NOW + 5000).perSecond).toBe(10);
  });

  it('halves also when it has just fallen by itself', () => {
    expect(afterRefusal(rate({ heldUntil: NOW + 500 }), 1000, CLOUD, NOW).perSecond).toBe(10);
  });

  it('forgets nothing of what it saw before', () => {
    const after = afterAnswers(rate({ refused: true, limit: 30 }), answers({ good: 1 }), CLOUD, NOW);
    expect(after).toMatchObject({ refused: true, limit: 30 });
  });
});
