import { type LookRecord, type MissedFault, NEVER_LOOKED } from '@guance-jira/ledger';
import { describe, expect, it } from 'vitest';
import { judgeCatchUp } from './judge-catch-up.ts';

const missed = (change: Partial<MissedFault>): MissedFault => ({
  ...{ ref: 'r', eventId: 'event-1', title: 'disk full', status: 'critical', route: 'all', issueKey: null, at: 1 },
  ...change,
});
const LOOKED: LookRecord = { ...NEVER_LOOKED, lookedAt: 5, nextAt: 6 };

describe('what a look at Guance has found', () => {
  it.each<[string, Partial<LookRecord>, object[]]>([
    ['nothing', {}, [{ level: 'ok', code: 'caught_up', lookedAt: 5 }]],
    ['not finished yet', { lookedAt: null }, [{ level: 'unknown', code: 'not_looked' }]],
    [
      'faults that nobody told us of',
      { unseen: { count: 2, faults: [missed({}), missed({ title: '', eventId: 'event-2', route: null })] } },
      [{ level: 'bad', code: 'unseen', count: 2, titles: ['disk full', 'event-2'], routes: ['all'] }],
    ],
    [
      'a recovery that never came, and a look that fails since',
      {
        over: { count: 1, faults: [missed({ issueKey: 'OPS-1' })] },
        problem: { kind: 'throttled', said: 'no', since: 3 },
      },
      [
        { level: 'warn', code: 'look_failed', said: 'no', since: 3 },
        { level: 'warn', code: 'over_there', count: 1, issues: ['OPS-1'] },
      ],
    ],
  ])('%s', (_, change, expected) => {
    const findings = judgeCatchUp(new Map([['wksp_1', { ...LOOKED, ...change }]]));

    expect(findings).toEqual(expected.map((finding) => ({ workspace: 'wksp_1', ...finding })));
  });
});
