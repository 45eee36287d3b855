import { failure } from '@guance-jira/jira/testing';
import { expect, it } from 'vitest';
import { testSide } from '../testing/test-jira.ts';
import { inBackground } from './background-request.ts';
import type { Admission } from './circuit.ts';

it.each<Admission>([
  { go: false, ms: 4000, reason: 'manual' },
  { go: false, ms: 4000, reason: 'unauthorized' },
  { go: false, ms: 4000, reason: 'rate' },
])('sends nothing while requests rest: %j', async (admission) => {
  const side = testSide();
  side.admissions.push(admission);

  expect(await inBackground(side, 'search', () => Promise.reject(new Error('asked')))).toEqual({
    end: 'not_now',
    ms: 4000,
  });
  expect(side.tracker.calls).toEqual([]);
});

it('probes first after an outage, as an event does', async () => {
  const side = testSide();
  side.admissions.push({ go: true, probe: true, reason: 'unavailable' });

  expect(await inBackground(side, 'search', async () => 7)).toEqual({ end: 'done', value: 7 });
  expect(side.tracker.calls).toEqual(['whoAmI']);
  expect(side.told).toEqual(['well']);
});

it.each([
  ['before it probes', 0],
  ['while it probes', 1],
])('goes no further when a pause begins %s', async (_when, probes) => {
  const side = testSide();
  side.admissions.push({ go: true, probe: true, reason: 'unavailable' });
  let asked = 0;
  side.circuit = {
    ...side.circuit,
    rests: async () => (asked++ < probes ? null : { go: false, ms: 4000, reason: 'manual' }),
  };

  expect(await inBackground(side, 'search', () => Promise.reject(new Error('asked')))).toEqual({
    end: 'not_now',
    ms: 4000,
  });
  expect(side.tracker.calls).toEqual(Array(probes).fill('whoAmI'));
});

it('counts a login that is refused to it, in a probe and in the request itself', async () => {
  const side = testSide();
  const refused = failure({ endpoint: 'myself', status: 401 });
  side.admissions.push({ go: true, probe: true, reason: 'unauthorized' });
  side.tracker.failing.whoAmI = refused;
  expect(await inBackground(side, 'search', async () => 7)).toMatchObject({ end: 'not_now' });
  expect(await inBackground(side, 'search', () => Promise.reject(refused))).toMatchObject({ end: 'not_now' });

  expect(side.told.filter((word) => word === 'unauthorized')).toHaveLength(2);
});

it('leaves what concerns its request alone to the caller', async () => {
  const side = testSide();
  const rejected = failure({ endpoint: 'search', status: 400 });

  expect(await inBackground(side, 'search', () => Promise.reject(rejected))).toEqual({
    end: 'failed',
    failure: rejected,
  });
  expect(side.told).toEqual([]);
});

it('comes later where a 403 is not about its request', async () => {
  const side = testSide();
  const words = ['The IP address has been rejected because it is not on the IP allowlist.'];
  const forbidden = failure({ endpoint: 'get', status: 403, words });

  expect(await inBackground(side, 'get', () => Promise.reject(forbidden))).toMatchObject({ end: 'not_now' });
  expect(side.told).toEqual(['failure: forbidden', 'unauthorized']);
});
