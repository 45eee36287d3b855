import type { OneEvent } from '@guance-jira/operations';
import { describe, expect, it } from 'vitest';
import { wordsIn } from '../../words/words-in.ts';
import { stepsOf } from './way.ts';

interface Given {
  row?: object;
  record?: object | null;
  job?: object | null;
  fault?: object | null;
  queuedAt?: number | null;
}

function way({ row = {}, record = null, job = null, fault = null, queuedAt = null }: Given): string[] {
  const facts = { eventId: 'e', workspace: null, record, job, belongs: null };
  const given = {
    row: { state: 'created', receivedAt: 100, endedAt: 900, ...row },
    facts,
    fault,
    queuedAt,
    received: null,
  };
  return stepsOf(given as unknown as OneEvent, { words: wordsIn('en') }).map(({ at, what }) => `${at} ${what}`);
}

describe('the way of an event', () => {
  it('goes from the webhook to its outcome, by time', () => {
    const record = { sentAt: 500, answered: 700, posts: 1 };

    expect(way({ queuedAt: 130, job: { startedAt: 300 }, record })).toEqual([
      '100 Received by the webhook',
      '130 Queued',
      '300 Picked up by a worker',
      '500 Sent to Jira',
      '700 Answered',
      '900 Done',
    ]);
  });

  it('says when it lay on the disk of the receiver', () => {
    expect(way({ row: { endedAt: null }, queuedAt: 9000 })[1]).toMatch(/^9000 Kept on the receiver’s disk/);
  });

  it('tells who tried it again and how often it was sent', () => {
    const record = { retriedBy: 'ann', retriedAt: 400, retries: 2, sentAt: 500, posts: 3 };

    expect(way({ record, row: { state: 'failed' } })).toEqual([
      '100 Received by the webhook',
      '400 Retried by ann, 2 times so far',
      '500 Sent to Jira, 3 times in all',
      '900 Given up',
    ]);
  });

  it('says of a job that was taken up after its request that this was not the first time', () => {
    const record = { sentAt: 500 };

    expect(way({ record, job: { startedAt: 400 } })[1]).toBe('400 Picked up by a worker');
    expect(way({ record, job: { startedAt: 600 } })[2]).toBe('600 Picked up by a worker again');
  });

  it('takes the request from the fault that it opened, and not from one that another event opened', () => {
    expect(way({ fault: { record: { opener: 'e', sentAt: 500 } } })).toContain('500 Sent to Jira');
    expect(way({ fault: { record: { opener: 'other', sentAt: 500 } } })).not.toContain('500 Sent to Jira');
  });
});
