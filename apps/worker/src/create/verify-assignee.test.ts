import { event, failure, planOf } from '@guance-jira/jira/testing';
import type { IssueDraft } from '@guance-jira/mapping';
import { beforeEach, describe, expect, it } from 'vitest';
import { attempt, type Store, type TestSide, testSide } from '../testing/test-jira.ts';
import { createIssue } from './create-issue.ts';
import { verifyAssignee } from './verify-assignee.ts';

const HOUR = 3_600_000;
const FAILED = [expect.stringContaining('assigning afterwards failed')];

let side: TestSide;
beforeEach(() => {
  side = testSide();
});
const draftOf = (change: Partial<IssueDraft> = {}) => planOf(event(), change).draft;
const verify = (change: Partial<IssueDraft> = {}) => verifyAssignee(draftOf(change), { id: '1', key: 'OPS-1' }, side);
const calls = () => side.tracker.calls.splice(0);

describe('the assignee of a new issue', () => {
  it('is looked at once an hour per route and person', async () => {
    for (let count = 0; count < 3; count += 1) expect(await verify()).toEqual([]);
    expect(calls()).toEqual(['assigneeOf']);

    await verify({ route: 'other' });
    await verify({ assignee: { kind: 'person', id: 'lina' } });
    side.now = HOUR;
    await verify();
    expect(calls()).toEqual(['assigneeOf', 'assigneeOf', 'assigneeOf']);
  });

  it.each(['unassigned', 'project-default'] as const)('is no matter where the rules say %s', async (kind) => {
    await verify({ assignee: { kind } });

    expect(calls()).toEqual([]);
  });

  it('that Jira left out is set, and for the next hour without looking', async () => {
    side.tracker.assigned.push(null);

    expect([await verify(), await verify(), await verify()]).toEqual([[], [], []]);
    expect(calls()).toEqual(['assigneeOf', 'assign', 'assign', 'assign']);
  });

  it('that Jira left out is set on each of several issues at once, with one look', async () => {
    side.tracker.assigned.push(null);
    await Promise.all([verify(), verify(), verify()]);

    expect(calls()).toEqual(['assigneeOf', 'assign', 'assign', 'assign']);
  });

  it('somebody else stays', async () => {
    side.tracker.assigned.push('somebody else');
    await verify();

    expect(calls()).toEqual(['assigneeOf']);
  });

  it.each([{ status: 400 }, { status: 403 }, { status: 500 }])(
    'that cannot be set (%j) is a warning each time, and not tried for an hour',
    async (facts) => {
      side.tracker.assigned.push(null);
      side.tracker.failing.assign = failure(facts);

      expect([await verify(), await verify()]).toEqual([FAILED, FAILED]);
      expect(calls()).toEqual(['assigneeOf', 'assign']);
      expect(side.told).toEqual([]);
    },
  );

  it('that may not be read is not asked for again, and no sign of an outage', async () => {
    for (const facts of [
      { status: 404 },
      { status: 500 },
      { cause: 'ECONNRESET' },
      { status: 200, cause: 'unexpected' },
    ]) {
      side = testSide();
      side.tracker.failing.assigneeOf = failure(facts);

      expect([await verify(), await verify()]).toEqual([[], []]);
      expect([calls(), side.told]).toEqual([['assigneeOf'], []]);
    }
  });

  it('is left to a later issue while Jira rests or asks to slow down', async () => {
    side.admissions.push({ go: false, ms: 1000, reason: 'throttled' });
    side.tracker.failing.assigneeOf = failure({ status: 429, retryAfterMs: 7000 });
    expect([await verify(), await verify()]).toEqual([[], []]);
    side.tracker.failing.assigneeOf = undefined;
    await verify();

    expect(calls()).toEqual(['assigneeOf', 'assigneeOf']);
    expect(side.told).toEqual(['failure: throttled', expect.stringContaining('throttled 7000')]);
  });

  it('asks who we are first where it is the probe after an outage', async () => {
    side.admissions.push({ go: true, probe: true, reason: 'unavailable' });
    await verify();

    expect([calls(), side.told]).toEqual([['whoAmI', 'assigneeOf'], ['well']]);
  });

  it('never endangers the issue, which is recorded before', async () => {
    const store: Store = { records: {} };
    const states: unknown[] = [];
    side.tracker.assigneeOf = async () => {
      states.push(store.records['event-1']?.state, store.records['event-1']?.outcome);
      throw new TypeError('ours');
    };
    const opening = attempt(store);
    await opening.entry.claim();

    expect(await createIssue(opening, side)).toMatchObject({
      outcome: 'created',
      warnings: ['assignee: not checked: ours'],
    });
    expect(states).toEqual(['confirmed', 'created']);
  });
});
