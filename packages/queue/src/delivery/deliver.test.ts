import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jobIdFor } from '../contract/contract.ts';
import { BodyRefused } from './body-refused.ts';
import { type Arrival, jobsOf, validTraceparent } from './deliver.ts';
import { readBody } from './read-body.ts';

const arrival = (receivedAt = 1_700_000_000_000): Arrival => {
  let n = 0;
  return { receivedAt, uniqueId: () => `unique-${++n}` };
};
const one = (event: Record<string, unknown>, at = arrival()) => {
  const [job] = jobsOf({ kind: 'json', events: [event] }, at);
  if (!job) throw new Error('no job');
  return job;
};
const MINUTE = 60_000;

describe('jobsOf', () => {
  it.each([
    ['a text', 'event-1', 'event-1'],
    ['a number', 42, '42'],
    ['a text with blanks', ' a b\n', 'a b'],
    ['a fraction', 1.5, '1.5'],
    ['a list', ['a', 1], '["a",1]'],
  ])('keeps an event id that is %s', (_name, given, expected) => {
    expect(one({ df_event_id: given, df_status: 'ok' }).eventId).toBe(expected);
  });

  it.each([[''], ['  '], [null], [{}], [[]], [true], [0], ['0'], ['None'], ['{{ df_event_id }}']])(
    'takes the digest of the body where the event id is %j',
    (given) => {
      expect(one({ df_event_id: given, df_status: 'ok', date: 1 }).eventId).toMatch(/^body-[0-9a-f]{64}$/);
    },
  );

  it('tells two bodies apart that differ in an id that is none', () => {
    const ids = [0, 1, false, 'None', 'null'].map(
      (df_event_id) => one({ df_event_id, df_status: 'ok', date: 1 }).eventId,
    );

    expect(new Set(ids).size).toBe(5);
    expect(one({ df_event_id: '0', df_status: 'ok', date: 1 }).eventId).toBe(ids[0]);
  });

  it('gives the same body the same id, whatever the order of its keys', () => {
    const a = one({ df_status: 'ok', date: 1, tags: { x: 1, y: [1, 2] } });
    const b = one({ tags: { y: [1, 2], x: 1 }, date: 1, df_status: 'ok' }, arrival(1_800_000_000_000));

    expect(a.eventId).toBe(b.eventId);
    expect(one({ df_status: 'ok', date: 1, tags: { x: 1, y: [2, 1] } }).eventId).not.toBe(a.eventId);
  });

  it('leaves fields that do not pass the door out of that id', () => {
    const event = { df_status: 'ok', date: 1 };

    expect(one({ ...event, df_meta: '{"at":1}' }).eventId).toBe(one({ ...event }).eventId);
  });

  it('tells bodies without an event time apart by the minute of arrival', () => {
    const id = (at: number) => one({ df_status: 'critical' }, arrival(at)).eventId;

    expect(id(10 * MINUTE)).toBe(id(11 * MINUTE - 1));
    expect(id(10 * MINUTE)).not.toBe(id(11 * MINUTE));
  });

  it('never takes two notices for one', () => {
    const jobs = jobsOf({ kind: 'json', events: [{ df_title: 'test' }, { df_title: 'test' }] }, arrival());

    expect(jobs.map(({ eventId }) => eventId)).toEqual(['notice-unique-1', 'notice-unique-2']);
  });

  it('drops what could hold the secret URL, and e-mail and member fields', () => {
    const dropped = {
      df_alert_info: { targets: [{ url: 'https://x/webhook/guance/secret' }] },
      df_meta: '{}',
      df_user_email: 'a@b',
      df_at_accounts: [],
      df_at_accounts_nodata: [],
      df_message_at_accounts: [],
      df_nodata_message_at_accounts: [],
      df_matched_alert_members: [],
      df_matched_alert_upgrade_members: [],
      df_matched_alert_member_groups: [],
    };
    const kept = { df_event_id: 'e', df_status: 'ok', df_user_name: 'n', df_matched_alert_policy_rules: [1] };

    expect(JSON.parse(JSON.stringify(one({ ...dropped, ...kept }).event))).toStrictEqual(kept);
  });

  it('gives a text an id of its own, so that it counts as an alert and not as a test', () => {
    const [job] = jobsOf(readBody(Buffer.from('Title\r\n\r\nline 1\r\nline 2'), 'text/plain'), arrival());

    expect(job?.event).toEqual({ df_title: 'Title', df_message: 'line 1\nline 2', df_event_id: job?.eventId });
  });

  it('passes a valid trace parent on', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

    expect(one({ df_event_id: 'e' }, { ...arrival(), traceparent: validTraceparent(traceparent) }).traceparent).toBe(
      traceparent,
    );
    expect(one({ df_event_id: 'e' })).not.toHaveProperty('traceparent');
  });
});

describe('validTraceparent', () => {
  it.each([
    undefined,
    '',
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01',
  ])('drops %j', (header) => {
    expect(validTraceparent(header)).toBeUndefined();
  });
});

describe('JSON that is called text', () => {
  const [a, b] = [{ df_event_id: 'a', df_status: 'critical' }, { df_event_id: 'b' }];
  it.each([
    ['an event', a, ['a']],
    ['a list of events', [a, b], ['a', 'b']],
    ['a list with a notice', [a, { note: 'hello' }], ['a', expect.stringMatching(/^notice-/)]],
    ['a list of other things', [1, 2], [expect.stringMatching(/^body-/)]],
    ['a list of objects without a field of an event', [{ x: 1 }], [expect.stringMatching(/^body-/)]],
  ])('%s', (_name, body, expected) => {
    const jobs = jobsOf(readBody(Buffer.from(`\n ${JSON.stringify(body)}`), 'text/plain'), arrival());
    expect(jobs.map(({ eventId }) => eventId)).toEqual(expected);
  });

  it('a text that only begins like JSON stays a text', () => {
    const [job] = jobsOf(readBody(Buffer.from('[critical] disk full'), 'text/plain'), arrival());
    expect(job?.event.df_title).toBe('[critical] disk full');
  });
});

describe('any body', () => {
  it('becomes jobs or a refusal, never another error', () => {
    const types = fc.constantFrom(
      undefined,
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'text/plain; charset=gbk',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json({ maxDepth: 5 }).map((text) => Buffer.from(text)),
      fc
        .array(
          fc.dictionary(
            fc.constantFrom('df_event_id', 'df_status', 'date', '__proto__', 'df_title', 'df_meta'),
            fc.jsonValue(),
          ),
        )
        .map((list) => Buffer.from(JSON.stringify(list))),
    );
    fc.assert(
      fc.property(bytes, types, (body, type) => {
        try {
          for (const job of jobsOf(readBody(body, type), arrival())) {
            expect(job.eventId).not.toBe('');
            expect(Object.keys(JSON.parse(JSON.stringify(job.event)))).not.toContain('df_meta');
          }
        } catch (error) {
          expect(error).toBeInstanceOf(BodyRefused);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('an id longer than 200 characters', () => {
  const long = `${'i'.repeat(250_000)} ://`;
  const jobFor = (event: Record<string, unknown>) =>
    jobsOf({ kind: 'json', events: [event] }, { receivedAt: 0, uniqueId: () => 'once' })[0];

  it('travels as its hash, and is the same event as before', () => {
    const job = jobFor({ df_event_id: long, df_status: 'ok', df_fault_id: long });
    expect(job?.eventId).toMatch(/^[0-9a-f]{64}$/);
    expect(job?.event).toMatchObject({ df_event_id: job?.eventId, df_fault_id: job?.eventId });
    expect(jobIdFor(job?.eventId ?? '')).toBe(jobIdFor(long));
  });

  it.each(['i'.repeat(200), '告警'.repeat(100)])('is one only from the 201st on', (id) => {
    expect(jobFor({ df_event_id: id })?.eventId).toBe(id);
  });
});
