import { describe, expect, it } from 'vitest';
import { conditionsOfDoor, conditionsOfWork } from './conditions.ts';

const WELL = { redisTakes: true, reason: '', spooled: 0, spoolTakes: true, overBudget: [] };

describe('conditionsOfDoor', () => {
  it.each([
    [{}, []],
    [{ redisTakes: false }, ['spooling']],
    [{ spooled: 3 }, ['spooling']],
    [{ redisTakes: false, spoolTakes: false }, ['spooling', 'refusing']],
    [{ overBudget: ['prod'] }, ['over_budget']],
    // Redis takes what the spool cannot, as long as it is there.
    [{ spoolTakes: false }, ['spool_unusable']],
  ])('%j → %j', (change, expected) => {
    const seen = conditionsOfDoor({ ...WELL, ...change });

    expect(seen.filter(({ level }) => level > 0).map(({ condition }) => condition)).toEqual(expected);
  });
});

describe('conditionsOfWork', () => {
  it.each([
    [1_000_000, 1_000_000, 0],
    [1_000_000, 970_000, 0],
    [1_000_000, 969_999, 1],
    [1_000_000, null, 1],
  ])('at %i with a sign of life at %s: level %i', (now, seenAt, level) => {
    expect(conditionsOfWork({ now, seenAt, waiting: 7 })).toEqual([
      { condition: 'no_worker', level, details: { waiting: 7 } },
    ]);
  });
});
