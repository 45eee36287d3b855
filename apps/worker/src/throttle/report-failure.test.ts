import type { FailureFacts } from '@guance-jira/jira';
import { failure } from '@guance-jira/jira/testing';
import { describe, expect, it } from 'vitest';
import { testSide } from '../testing/test-jira.ts';
import { forbidsAll, reportFailure } from './report-failure.ts';

const CREATE = { scope: 'endpoint', endpoint: 'create' };

it.each<[string, Partial<FailureFacts>, unknown[][]]>([
  ['no connection', { sent: false, cause: 'ECONNREFUSED' }, [['unavailable', true]]],
  ['a lost answer', { cause: 'ECONNRESET' }, [['unavailable', false, null]]],
  [
    'the lost answer to an upload, which takes longer than all else',
    { endpoint: 'attachments', cause: 'ECONNRESET' },
    [],
  ],
  ['a 503 that says when to come back', { status: 503, retryAfterMs: 9000 }, [['unavailable', false, 9000]]],
  ['a 503 that does not', { status: 503 }, [['unavailable', false, null]]],
  ['a 500 with a Retry-After', { status: 500, retryAfterMs: 9000 }, [['unavailable', false, null]]],
  ['a 429', { status: 429, retryAfterMs: 7000 }, [['throttled', 7000, { scope: 'site' }]]],
  [
    'a 429 of the burst limit',
    { status: 429, retryAfterMs: 2000, rateReason: 'jira-burst-based' },
    [['throttled', 2000, CREATE]],
  ],
  [
    'a 429 for one issue',
    { status: 429, rateReason: 'jira-per-issue-on-write' },
    [['throttled', null, { scope: 'issue' }]],
  ],
  ['a refused login', { status: 401 }, [['unauthorized']]],
  // The password went along: whoever refused it may count it against the account.
  ['the 401 of a proxy, a page or JSON of its own', { status: 401, own: false }, [['unauthorized']]],
  ['a rejected request', { status: 400 }, []],
])('%s means to all the others: %j → %j', async (_name, facts, expected) => {
  const side = testSide();
  const told: unknown[][] = [];
  side.circuit = {
    ...side.circuit,
    trip: async (...args) => void told.push(['unavailable', ...args]),
    throttled: async (...args) => void told.push(['throttled', ...args]),
    unauthorized: async () => void told.push(['unauthorized']),
  };
  await reportFailure(failure(facts), side);

  expect(told).toEqual(expected);
});

describe('an answer that something before Jira wrote', () => {
  const PAGE = failure({ endpoint: 'create', status: 400, own: false });

  it('while /myself works concerns this request alone', async () => {
    const side = testSide();
    await reportFailure(PAGE, side);

    expect(side.told).toEqual(['failure: not_executed', 'others answer create']);
    expect(side.tracker.calls).toEqual(['whoAmI']);
  });

  it.each<[string, Partial<FailureFacts>]>([
    ['a 503 that says when to come back', { status: 503, retryAfterMs: 9000 }],
    ['a 502', { status: 502 }],
    ['a page with status 200', { status: 200, cause: 'not_json' }],
    ['a redirect', { status: 302 }],
  ])('(%s) while /myself works holds up no other', async (_name, facts) => {
    const side = testSide();
    const alone = await reportFailure(failure({ own: false, ...facts }), side);

    expect(alone).toBe(true);
    expect(side.told).toEqual(['failure: ambiguous', 'others answer create']);
  });

  it('(a 503 that says when to come back) while /myself gets one too rests everything for so long', async () => {
    const side = testSide();
    const rests: unknown[][] = [];
    side.circuit = { ...side.circuit, trip: async (...args) => void rests.push(args) };
    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', status: 503, own: false });
    const alone = await reportFailure(failure({ status: 503, own: false, retryAfterMs: 9000 }), side);

    expect(alone).toBe(false);
    expect(rests).toEqual([
      [false, 9000],
      [false, null],
    ]);
  });

  it.each([500, null])('is told to all as before where it may be Jira itself (%s)', async (status) => {
    const side = testSide();
    expect(await reportFailure(failure({ status, own: false, cause: status ? 'status' : 'ECONNRESET' }), side)).toBe(
      false,
    );
    expect(side.told).toEqual(['failure: ambiguous', 'perhaps unavailable']);
  });

  it('while /myself gets one too rests everything', async () => {
    const side = testSide();
    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', status: 404, own: false });
    await reportFailure(PAGE, side);

    expect(side.told).toEqual(['failure: not_executed', 'unavailable']);
  });

  it.each(['myself', 'serverInfo'])('to %s rests everything, and nothing more is asked', async (endpoint) => {
    const side = testSide();
    await reportFailure(failure({ endpoint, status: 404, own: false }), side);

    expect(side.told).toEqual(['failure: not_executed', 'unavailable']);
    expect(side.tracker.calls).toEqual([]);
  });
});

describe('a 403', () => {
  const FORBIDDEN = failure({ endpoint: 'search', status: 403, words: ['not for you'] });

  it('while /myself works concerns this request alone', async () => {
    const side = testSide();
    await reportFailure(FORBIDDEN, side);

    expect(side.told).toEqual(['failure: rejected']);
  });

  it.each([
    'The IP address has been rejected because it is not on the IP allowlist.',
    'Basic Authentication has been disabled on this instance.',
  ])('with words that are never about one request rests everything, though /myself works by now: %s', async (words) => {
    const side = testSide();
    await reportFailure(failure({ endpoint: 'create', status: 403, words: [words] }), side);

    expect(side.told).toEqual(['failure: forbidden', 'unauthorized']);
  });

  it('while /myself is forbidden too rests everything', async () => {
    const side = testSide();
    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', status: 403 });
    await reportFailure(FORBIDDEN, side);

    expect(side.told).toEqual(['failure: forbidden', 'unauthorized']);
  });

  it.each(['myself', 'serverInfo'])('of %s rests everything, and nothing more is asked', async (endpoint) => {
    const side = testSide();
    await reportFailure(failure({ endpoint, status: 403 }), side);

    expect(side.told).toEqual(['failure: forbidden', 'unauthorized']);
    expect(side.tracker.calls).toEqual([]);
  });

  it.each<[string, Partial<FailureFacts>, string[]]>([
    ['cannot be reached', { sent: false, cause: 'ECONNREFUSED' }, ['failure: not_executed', 'unavailable']],
    ['refuses the login', { status: 401 }, ['failure: unauthorized', 'unauthorized']],
  ])('while /myself %s tells of that', async (_name, facts, told) => {
    const side = testSide();
    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', ...facts });
    await reportFailure(FORBIDDEN, side);

    expect(side.told).toEqual(told);
  });

  it('that many requests meet at once asks /myself once', async () => {
    const side = testSide();
    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', status: 403 });
    await Promise.all(Array.from({ length: 20 }, () => reportFailure(FORBIDDEN, side)));

    expect(side.tracker.calls).toEqual(['whoAmI']);
  });
});

it('asks for the login once for many requests that are refused before Jira, and anew for each that Jira itself forbids', async () => {
  const side = testSide();
  const asked = () => side.tracker.calls.filter((call) => call === 'whoAmI').length;
  for (const endpoint of ['create', 'create', 'search'])
    await reportFailure(failure({ endpoint, status: 403, own: false }), side);
  expect(asked()).toBe(1);

  for (const endpoint of ['create', 'create']) await reportFailure(failure({ endpoint, status: 403 }), side);
  expect(asked()).toBe(3);
});

describe('a 403 that any request meets', () => {
  const FORBIDDEN = failure({ endpoint: 'bulkfetch', status: 403, words: ['not for you'] });

  it('concerns its request alone while /myself works, which is asked once for many in a row', async () => {
    const side = testSide();
    for (let n = 0; n < 5; n += 1) expect(await forbidsAll(FORBIDDEN, side)).toBe(false);

    expect(side.tracker.calls).toEqual(['whoAmI']);
    expect(side.told).toEqual([]);
  });

  it.each<[string, Partial<FailureFacts>, string[]]>([
    ['forbidden too', { status: 403 }, ['failure: forbidden', 'unauthorized']],
    ['not answered', { sent: false, cause: 'ECONNREFUSED' }, ['failure: not_executed', 'unavailable']],
  ])('rests everything while /myself is %s, and is told once', async (_what, facts, told) => {
    const side = testSide();
    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', ...facts });

    expect(await forbidsAll(FORBIDDEN, side)).toBe(true);
    const found = failure({ ...FORBIDDEN.facts, ofAll: true });
    expect(await reportFailure(found, side)).toBe(false);
    expect(side.told).toEqual(told);
    expect(side.tracker.calls).toEqual(['whoAmI']);
  });

  it('rests everything at once by its words, though /myself worked a moment ago', async () => {
    const side = testSide();
    await forbidsAll(FORBIDDEN, side);
    const words = ['The IP address has been rejected because it is not on the IP allowlist.'];

    expect(await forbidsAll(failure({ endpoint: 'search', status: 403, words }), side)).toBe(true);
    expect(side.told).toEqual(['failure: forbidden', 'unauthorized']);
  });

  it('is left to whoever asked for what needs no right', async () => {
    const side = testSide();

    expect(await forbidsAll(failure({ endpoint: 'myself', status: 403 }), side)).toBe(false);
    expect([side.told, side.tracker.calls]).toEqual([[], []]);
  });
});
