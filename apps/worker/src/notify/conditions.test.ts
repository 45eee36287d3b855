import { describe, expect, it } from 'vitest';
import { conditionsOf, type WorkFacts } from './conditions.ts';

const NOW = Date.UTC(2026, 11, 1, 12);
const WELL: WorkFacts = {
  ...{ jira: 'http://jira', paused: [], manual: null, button: false, failed: { count: 0, reasons: [] } },
  ...{ tokenExpires: null, rules: [], unseen: { count: 0, titles: [] } },
};
const PAUSE = { until: NOW + 3_600_000, by: '李娜', reason: 'upgrade of Jira' };
const levels = (change: Partial<WorkFacts>) =>
  conditionsOf({ ...WELL, ...change }, NOW)
    .filter(({ level }) => level > 0)
    .map(({ condition, level }) => `${condition} ${level}`);
const details = (change: Partial<WorkFacts>, name: string) =>
  conditionsOf({ ...WELL, ...change }, NOW).find(({ condition }) => condition === name)?.details;

describe('conditionsOf', () => {
  it.each<[Partial<WorkFacts>, string[]]>([
    [{}, []],
    [{ paused: ['unauthorized'] }, ['jira_login 1']],
    [{ paused: ['unavailable'] }, ['jira_unavailable 1']],
    [{ paused: ['throttled'] }, ['jira_throttled 1']],
    [{ paused: ['manual', 'unavailable'], manual: PAUSE }, ['jira_unavailable 1', 'paused 1']],
    [{ button: true }, ['paused 1']],
    [{ failed: { count: 4, reasons: [] } }, ['failed_events 4']],
    [{ rules: ['a', 'b'] }, ['rules_invalid 1']],
    [{ unseen: { count: 3, titles: ['disk full'] } }, ['unseen_faults 3']],
  ])('%j → %j', (facts, expected) => {
    expect(levels(facts)).toEqual(expected);
  });

  it.each([
    ['2026-12-16', 0, 15],
    ['2026-12-15', 1, 14],
    ['2026-12-09', 1, 8],
    ['2026-12-08', 2, 7],
    ['2026-12-05', 2, 4],
    ['2026-12-04', 3, 3],
    ['2026-12-03', 3, 2],
    ['2026-12-02', 4, 1],
    ['2026-12-01', 5, 0],
    ['2026-11-20', 5, -11],
  ])('a token until %s is at step %i, with %i days left', (date, level, days) => {
    const facts = { tokenExpires: Date.parse(date) };

    expect(levels(facts)).toEqual(level === 0 ? [] : [`token_expires ${level}`]);
    expect(details(facts, 'token_expires')).toEqual({ date, days });
  });

  it('names who has paused, until when and why', () => {
    expect(details({ manual: PAUSE }, 'paused')).toEqual({
      ...{ by: '李娜', reason: 'upgrade of Jira', until: '2026-12-01 13:00 (UTC)' },
    });
    expect(details({ button: true }, 'paused')).toBeUndefined();
  });

  it('names why events failed in one line, each reason once', () => {
    const reasons = ['Jira create:\n  answered 400', 'Jira create: answered 400', 'x'.repeat(500)];

    expect(details({ failed: { count: 9, reasons } }, 'failed_events')).toEqual({
      count: 9,
      reasons: `Jira create: answered 400 | ${'x'.repeat(160)}…`,
    });
  });
});
