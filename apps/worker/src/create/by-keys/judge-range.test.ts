import type { StoredIssue } from '@guance-jira/jira';
import { describe, expect, it } from 'vitest';
import { type Judgement, judgeRange, type LostCreate, together } from './judge-range.ts';
import type { RangeRead } from './key-reader.ts';

const PATIENCE = { settleMs: 120_000, timeoutMs: 10_000, lateCommitMs: 60_000 };
const ENDED = 1_000_000;
/** From so long after the end of the request on, Jira has done with it what it will do. */
const LATE = 60_000;

describe('the keys above the highest one known before a POST', () => {
  it.each<[string, Partial<LostCreate>]>([
    ['at once', { sinceEndMs: -9000 }],
    ['also where nothing of ours was ever seen', { seen: false }],
    ['late', { sinceEndMs: 10 * LATE }],
  ])('hold its issue: it is found %s', (_when, change) => {
    const its = issue('42', ['gj-its']);
    expect(judge(range(40, { 40: issue('40'), 42: its }), change)).toEqual({ verdict: 'found', issues: [its] });
  });

  it('hold its issue also where that was moved to another project, and where there are too many of them', () => {
    const its = issue('7', ['gj-its'], { key: 'DBA-7' });
    expect(judge({ ...range(40, {}), moved: [its] })).toEqual({ verdict: 'found', issues: [its] });
    expect(judge({ ...range(40, { 41: its }), tooLong: true })).toMatchObject({ verdict: 'found' });
  });

  it('hold two of them: the lower id comes first', () => {
    const [older, younger] = [issue('999', ['gj-its']), issue('1000', ['gj-its'])];
    expect(judge(range(40, { 41: younger, 42: older }))).toEqual({ verdict: 'found', issues: [older, younger] });
  });

  it.each<[string, number, Judgement]>([
    ['while the request may be under way', -10_000, { verdict: 'wait', ms: 70_000 }],
    ['while Jira may still be at work', LATE - 1, { verdict: 'wait', ms: 1 }],
    ['from then on', LATE, { verdict: 'not_there' }],
  ])('do not hold it, and all could be read: %s', (_when, sinceEndMs, expected) => {
    const all = { 40: issue('40'), 41: issue('41'), 42: issue('42') };
    expect(judge(range(40, all), { sinceEndMs })).toEqual(expected);
    expect(judge(range(40, { 40: issue('40') }), { sinceEndMs }), 'nothing was made since').toEqual(expected);
  });

  it.each<[string, RangeRead]>([
    ['one in the middle', range(40, { 40: issue('40'), 42: issue('42') })],
    ['the one known before, so that numbers may have begun anew', range(40, { 41: issue('41') })],
    ['all', range(40, {})],
  ])('cannot all be read (%s): one JIRA_SETTLE_MS more, and then a search too', (_which, read) => {
    expect(judge(read, { sinceEndMs: LATE - 1 })).toEqual({ verdict: 'wait', ms: 1 });
    // A gap may be a key that was just given out, so it is read again meanwhile.
    expect(judge(read, { sinceEndMs: LATE })).toEqual({ verdict: 'wait', ms: 10_000 });
    expect(judge(read, { sinceEndMs: LATE + 115_000 })).toEqual({ verdict: 'wait', ms: 5_000 });
    expect(judge(read, { sinceEndMs: LATE + 120_000 })).toEqual({ verdict: 'gaps' });
  });

  it('count up to one that is younger than anything Jira can have made of the POST', () => {
    const young = issue('42', [], { createdAt: ENDED + LATE + 2001 });
    const all = { 40: issue('40'), 41: issue('41'), 42: young, 44: issue('44') };
    expect(judge(range(40, all), { sinceEndMs: LATE })).toEqual({ verdict: 'not_there' });
    expect(judge({ ...range(40, all), tooLong: true }, { sinceEndMs: LATE })).toEqual({ verdict: 'not_there' });
    // Two seconds for a clock of whole ones; and Jira's clock may be ahead of ours.
    const barely = { ...all, 42: { ...young, createdAt: ENDED + LATE + 2000 } };
    expect(judge(range(40, barely), { sinceEndMs: LATE })).toMatchObject({ verdict: 'wait' });
    expect(judge({ ...range(40, all), clockSkewMs: 1 }, { sinceEndMs: LATE })).toMatchObject({ verdict: 'wait' });
  });

  it.each([-10_000, LATE, 100 * LATE])(
    'tell nothing where nothing of ours was ever seen, %i ms after the end',
    (sinceEndMs) => {
      expect(judge(range(40, { 40: issue('40') }), { sinceEndMs, seen: false })).toEqual({ verdict: 'unknown' });
    },
  );

  it.each([-10_000, LATE, 100 * LATE])('tell nothing where they are too many, %i ms after the end', (sinceEndMs) => {
    const read = { ...range(40, { 40: issue('40') }), tooLong: true };
    expect(judge(read, { sinceEndMs })).toEqual({ verdict: 'unknown' });
  });

  it('of a project that was empty have no first one', () => {
    expect(judge(range(0, {}), { sinceEndMs: LATE })).toEqual({ verdict: 'not_there' });
    expect(judge(range(0, { 2: issue('2') }), { sinceEndMs: LATE })).toMatchObject({ verdict: 'wait' });
  });
});

describe('the keys of several projects', () => {
  it.each<[Judgement['verdict'][], Judgement['verdict']]>([
    [[], 'unknown'],
    [['not_there', 'not_there'], 'not_there'],
    [['not_there', 'gaps'], 'gaps'],
    [['wait', 'gaps'], 'wait'],
    [['unknown', 'not_there'], 'unknown'],
    [['unknown', 'found', 'wait'], 'found'],
  ])('%j together: %s', (verdicts, expected) => {
    const each = verdicts.map((verdict) => ({ verdict, ms: 1, issues: [] }) as Judgement);
    expect(together(each).verdict).toBe(expected);
  });
});

function judge(read: RangeRead, change: Partial<LostCreate> = {}): Judgement {
  const isIts = ({ markers }: StoredIssue) => markers.includes('gj-its');
  return judgeRange(read, { sinceEndMs: 1000, endedAt: ENDED, isIts, seen: true, ...change }, PATIENCE);
}

function range(from: number, found: Record<number, StoredIssue>): RangeRead {
  const numbers = Object.entries(found).map(([number, one]) => [Number(number), one] as const);
  return { from, found: new Map(numbers), moved: [], tooLong: false, clockSkewMs: 0 };
}

function issue(id: string, markers: string[] = [], change: Partial<StoredIssue> = {}): StoredIssue {
  return { id, key: `OPS-${id}`, markers, createdAt: ENDED, creator: 'bot', ...change };
}
