import { failure } from '@guance-jira/jira/testing';
import { expect, it } from 'vitest';
import { testSide } from '../testing/test-jira.ts';
import { isClosedIssue } from './closed-issue.ts';

const ISSUE = { id: '10001', key: 'OPS-1' };

it.each([
  ['is open', 'new', false],
  ['is closed', 'done', true],
  ['is gone', null, true],
  ['cannot be read now', 'failed', false],
] as const)('an issue %s', async (_, category, expected) => {
  const side = testSide();
  const { tracker } = side;
  tracker.read = async () => {
    if (category === 'failed') throw failure({ cause: 'ECONNRESET' });
    return category === null ? null : ({ status: { name: 's', category } } as never);
  };

  expect(await isClosedIssue(ISSUE, side)).toBe(expected);
});

it('an issue that is hidden from us is not closed', async () => {
  const side = testSide();
  side.tracker.read = async () => null;
  side.visibility = { ...side.visibility, of: async () => 'hidden' } as never;

  expect(await isClosedIssue(ISSUE, side)).toBe(false);
});
