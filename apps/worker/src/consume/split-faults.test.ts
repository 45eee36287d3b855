import { expect, it } from 'vitest';
import type { Handled } from '../disposition.ts';
import { createSplitFaults } from './split-faults.ts';

function saidAfter(...events: [fault: string, issueKey: string, change?: Partial<Handled>][]) {
  const said: unknown[] = [];
  const note = createSplitFaults({ warn: (message: string, fields: object) => said.push([message, fields]) } as never);
  for (const [faultKey, issueKey, change] of events)
    note({
      step: { step: 'done', outcome: 'created', reason: null, issueKey },
      ...{ route: 'default', faultKey, group: 'event', warnings: [] },
      ...change,
    });
  return said;
}

it('names both issues at the first repeat of a fault, and is silent from then on', () => {
  expect(saidAfter(['a', 'OPS-1'], ['b', 'OPS-2'], ['a', 'OPS-3'], ['b', 'OPS-4'], ['a', 'OPS-5'])).toEqual([
    [
      'repeats of one fault open issues of their own',
      expect.objectContaining({
        faultKey: 'a',
        issues: ['OPS-1', 'OPS-3'],
        todo: expect.stringContaining('JIRA_GROUP'),
      }),
    ],
  ]);
});

it.each<[string, Partial<Handled>]>([
  ['under group: fault', { group: 'fault' }],
  [
    'of a second delivery',
    { step: { step: 'done', outcome: 'created', reason: null, issueKey: 'OPS-2', repeat: true } },
  ],
  ['of a recovery', { step: { step: 'done', outcome: 'ignored', reason: 'recovery', issueKey: null } }],
])('says nothing %s', (_says, change) => {
  expect(saidAfter(['a', 'OPS-1'], ['a', 'OPS-2', change])).toEqual([]);
});
