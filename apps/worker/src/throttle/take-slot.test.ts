import { failure } from '@guance-jira/jira/testing';
import { describe, expect, it } from 'vitest';
import { testSide } from '../testing/test-jira.ts';
import { inBackground } from './background-request.ts';
import { NotAdmitted, takeSlot } from './take-slot.ts';

const REST = { go: false, ms: 900, reason: 'unavailable' } as const;
const RATE = { go: false, ms: 700, reason: 'rate' } as const;

describe('a slot for a request that several events share', () => {
  it('waits for our own rate in place', async () => {
    const side = testSide();
    const slept: number[] = [];
    side.admissions.push(RATE, RATE);
    await takeSlot(side, 'get', async (ms) => void slept.push(ms));

    expect(slept).toEqual([700, 700]);
  });

  it('is not given while requests rest, nor when our own rate never comes to it', async () => {
    const side = testSide();
    side.admissions.push(REST);
    await expect(takeSlot(side, 'get')).rejects.toMatchObject({ admission: REST, endpoint: 'get' });
    side.admissions.push(...Array.from({ length: 30 }, () => RATE));
    await expect(takeSlot(side, 'get', async () => {})).rejects.toThrow('rate');
  });

  it('after an outage asks who we are first', async () => {
    const side = testSide();
    side.admissions.push({ go: true, probe: true, reason: 'unavailable' });
    await takeSlot(side, 'get');

    expect(side.tracker.calls).toEqual(['ready', 'whoAmI']);
    expect(side.told).toEqual(['well']);
  });

  it('asks nothing more where a person has paused while it was found out which Jira it is', async () => {
    const side = testSide();
    side.admissions.push({ go: true, probe: true, reason: 'unavailable' });
    side.circuit = { ...side.circuit, rests: async () => ({ go: false, ms: 900, reason: 'manual' }) };

    await expect(takeSlot(side, 'get')).rejects.toMatchObject({ admission: { reason: 'manual' } });
    expect(side.tracker.calls).toEqual(['ready']);
    expect(side.told, 'another may probe at once').toEqual(['probe left']);
  });

  it('lets another probe where Redis did not take what the probe found, and tells of what Jira answered instead', async () => {
    const side = testSide();
    const probe = { go: true, probe: true, reason: 'unavailable' } as const;
    side.admissions.push(probe, probe);
    const [ready, full] = [side.tracker.ready, new Error('OOM command not allowed')];
    side.tracker.ready = () => Promise.reject(full);
    await expect(takeSlot(side, 'get')).rejects.toBe(full);
    expect(side.told).toEqual(['probe left']);

    side.tracker.ready = ready;
    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', status: 503 });
    await expect(takeSlot(side, 'get')).rejects.toMatchObject({ code: 'jira_503' });
    expect(side.told, 'which is told by whoever asked').toEqual(['probe left']);
  });

  it('that is refused amid a request in the background puts that off', async () => {
    const side = testSide();
    const end = await inBackground(side, 'search', async () => {
      throw new NotAdmitted(REST, 'search');
    });

    expect(end).toEqual({ end: 'not_now', ms: 900 });
  });
});
