import { failure } from '@guance-jira/jira/testing';
import { expect, it } from 'vitest';
import { attempt, testSide } from '../../testing/test-jira.ts';
import { newestIn, REFUSED } from './ask-project.ts';

const IP = ['The IP address has been rejected because it is not on the IP allowlist.'];

it('a search that Jira refuses to this account leaves the decision to others', async () => {
  const side = testSide();
  side.tracker.newestIn = async () => Promise.reject(failure({ endpoint: 'search', status: 403, words: ['no'] }));

  expect(await newestIn('OPS', true, attempt({ records: {} }), side)).toBe(REFUSED);
  expect(side.told).toEqual([]);
});

it('a search that is refused as all requests are waits, and all others rest', async () => {
  const side = testSide();
  side.tracker.newestIn = async () => Promise.reject(failure({ endpoint: 'search', status: 403, words: IP }));

  expect(await newestIn('OPS', true, attempt({ records: {} }), side)).toMatchObject({ step: 'wait' });
  expect(side.told).toEqual(['failure: forbidden', 'unauthorized']);
});

it('a login that is forbidden to a probe before the search is no refusal of the search', async () => {
  const side = testSide();
  side.admissions.push({ go: true, probe: true, reason: 'unauthorized' });
  side.tracker.failing.whoAmI = failure({ endpoint: 'myself', status: 403 });

  expect(await newestIn('OPS', true, attempt({ records: {} }), side)).toMatchObject({ step: 'wait' });
  expect(side.told).toEqual(['failure: forbidden', 'unauthorized']);
});
