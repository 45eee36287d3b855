import { describe, expect, it } from 'vitest';
import { Refusal } from '../http/refusal.ts';
import { createEventBudget } from './event-budget.ts';

describe('the budget of a token', () => {
  function budgetOf(perMinute: number) {
    const clock = { now: 1_000_000 };
    const budget = createEventBudget(perMinute, () => clock.now);
    const taken = (events: number, token = 't') => {
      try {
        budget.take(token, events);
        return true;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return `${error.status} ${error.code} ${error.headers['Retry-After']}`;
      }
    };
    return { budget, clock, taken };
  }

  it('gives a minute at once, then as much as the time earns', () => {
    const { clock, taken, budget } = budgetOf(60);

    expect([taken(60), taken(1)]).toEqual([true, '429 too_many_events 1']);
    expect([budget.refusedSince(clock.now), budget.refusedSince(clock.now + 1)]).toEqual([['t'], []]);
    clock.now += 10_000;
    expect([taken(11), taken(10), taken(1)]).toEqual(['429 too_many_events 1', true, '429 too_many_events 1']);
  });

  it('says after how many seconds a delivery would fit', () => {
    const { taken } = budgetOf(60);
    taken(60);

    expect(taken(30)).toBe('429 too_many_events 30');
  });

  it('is each token’s own', () => {
    const { taken } = budgetOf(5);

    expect([taken(5, 'a'), taken(5, 'b'), taken(1, 'a')]).toEqual([true, true, '429 too_many_events 12']);
  });

  it('lets a delivery that is larger than the budget pass while it is whole', () => {
    const { clock, taken } = budgetOf(10);

    expect([taken(25), taken(1)]).toEqual([true, '429 too_many_events 96']);
    clock.now += 96_000;
    expect(taken(1)).toBe(true);
  });

  it('earns nothing by a clock that is set back, and goes on by the new one', () => {
    const { clock, taken } = budgetOf(60);
    taken(60);
    clock.now -= 3_600_000;

    expect(taken(1)).toMatch(/^429/);
    clock.now += 2_000;
    expect(taken(1)).toBe(true);
  });

  it('has no limit with 0', () => {
    expect(budgetOf(0).taken(1_000_000)).toBe(true);
  });
});
