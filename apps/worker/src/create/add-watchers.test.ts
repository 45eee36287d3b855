/** Watchers come after the issue, and cost nobody anything. */

import { failure } from '@guance-jira/jira/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { type TestSide, testSide } from '../testing/test-jira.ts';
import { addWatchers } from './add-watchers.ts';

const ISSUE = { id: '10001', key: 'OPS-1' };
let side: TestSide;
beforeEach(() => {
  side = testSide();
});
const add = (...watchers: string[]) => addWatchers({ watchers }, ISSUE, side);
const asked = () => side.tracker.calls.filter((call) => call.startsWith('watch '));

describe('the watchers of a new issue', () => {
  it('are added one by one', async () => {
    expect(await add('acc-1', 'lina@example.com')).toEqual([]);
    expect(asked()).toEqual(['watch acc-1', 'watch lina@example.com']);
  });

  it('are nobody where the route names nobody', async () => {
    expect(await addWatchers({}, ISSUE, side)).toEqual([]);
    expect(asked()).toEqual([]);
  });

  it.each([
    ['Jira refuses', failure({ endpoint: 'watchers', status: 403, words: ['no right'] })],
    ['Jira does not answer', failure({ endpoint: 'watchers', cause: 'ECONNRESET' })],
    ['something else fails', new Error('odd')],
  ])('cost a warning where %s, and the next is asked for all the same', async (_says, error) => {
    side.tracker.failing.watch = error;

    expect(await add('a', 'b')).toEqual([
      expect.stringMatching(/^watchers: a does not watch OPS-1: /),
      expect.stringMatching(/^watchers: b does not watch OPS-1: /),
    ]);
  });

  it('cost a warning where nobody is known by the e-mail', async () => {
    expect(await add('nobody@example.com')).toEqual([expect.stringContaining('nobody is known')]);
  });

  it('wait for nothing: while requests to Jira rest they are left out, and said', async () => {
    side.admissions.push({ go: false, ms: 60_000, reason: 'manual' } as never);

    expect(await add('a')).toEqual([expect.stringContaining('rest')]);
    expect(asked()).toEqual([]);
  });
});
