import { describe, expect, it } from 'vitest';
import { facts, failure } from '../testing/facts.ts';
import {
  backoffMs,
  classify,
  concernsAll,
  isForbiddenToAll,
  isJirasRefusal,
  isRefusedBeforeJira,
} from './classify-response.ts';

describe('classify', () => {
  it('gives every status from 100 to 599 the class that the design names', () => {
    const special: Record<number, string> = {
      401: 'unauthorized',
      403: 'forbidden',
      407: 'not_executed',
      408: 'ambiguous',
      425: 'not_executed',
      429: 'throttled',
    };
    for (let status = 100; status <= 599; status += 1) {
      const expected = (refused: string) =>
        `${status} ${special[status] ?? (status >= 400 && status <= 499 ? refused : 'ambiguous')}`;
      expect(`${status} ${classify(facts({ status }))}`).toBe(expected('rejected'));
      expect(`${status} ${classify(facts({ status, own: false }))}`).toBe(expected('not_executed'));
    }
  });

  it('takes nothing but a 4xx in Jira’s own words for its refusal, and what else is one for a page before Jira', () => {
    for (let status = 100; status <= 599; status += 1) {
      const refusal = status >= 400 && status <= 499 && ![401, 407, 408, 425, 429].includes(status);
      const read = [true, false].map((own) => {
        const error = failure({ status, own });
        return [isJirasRefusal(error), isRefusedBeforeJira(error)];
      });
      expect([status, read]).toEqual([
        status,
        [
          [refusal, false],
          [false, refusal],
        ],
      ]);
    }
    expect(isRefusedBeforeJira(failure({ sent: false, own: false, cause: 'ECONNREFUSED' }))).toBe(false);
  });

  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'UND_ERR_CONNECT_TIMEOUT',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ECONNRESET',
  ])('takes %s before any byte was written for not executed', (cause) => {
    expect(classify(facts({ cause, sent: false }))).toBe('not_executed');
  });

  it.each([
    'ECONNRESET',
    'UND_ERR_SOCKET',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
    'EPIPE',
    'never heard of',
  ])('takes %s after bytes were written for ambiguous', (cause) => {
    expect(classify(facts({ cause }))).toBe('ambiguous');
  });

  it.each([200, 201, 204, 400, 401])(
    'takes a body that Jira did not write, with status %i, for ambiguous',
    (status) => {
      expect(classify(facts({ status, cause: 'not_json' }))).toBe('ambiguous');
    },
  );

  it.each<[string, Parameters<typeof failure>[0]]>([
    ['names an allow-list', { words: ['it is not on the IP allowlist.'] }],
    ['says that Basic is switched off', { words: ['Basic Authentication has been disabled on this instance.'] }],
    ['was found to concern every request', { ofAll: true }],
    ['answers the question who we are', { endpoint: 'myself' }],
    ['answers the question which Jira it is', { endpoint: 'serverInfo' }],
  ])('takes a 403 that %s for no refusal of its request, though Jira itself wrote it', (_what, change) => {
    const error = failure({ endpoint: 'search', status: 403, ...change });

    expect([isForbiddenToAll(error), concernsAll(error), isJirasRefusal(error)]).toEqual([true, true, false]);
    const other = failure({ endpoint: 'search', ...change, status: 400 });
    expect([isForbiddenToAll(other), concernsAll(other), isJirasRefusal(other)]).toEqual([false, false, true]);
  });

  it.each<[string, Parameters<typeof facts>[0], boolean]>([
    ['no connection', { sent: false, cause: 'ECONNREFUSED' }, true],
    ['a refused login', { status: 401 }, true],
    ['a 429', { status: 429 }, true],
    ['a proxy that wants a login', { status: 407, own: false }, true],
    ['a page of an edge', { status: 404, own: false }, false],
    ['a 403 that says nothing of it', { status: 403 }, false],
    ['a 400', { status: 400 }, false],
    ['a lost answer', { cause: 'ECONNRESET' }, false],
  ])('%s surely concerns all requests: %j → %s', (_what, change, expected) => {
    expect(concernsAll(failure(change))).toBe(expected);
  });

  it.each([200, 401, 403, 503])('believes the login header more than status %i', (status) => {
    expect(classify(facts({ status, login: 'denied' }))).toBe('unauthorized');
  });
});

describe('backoffMs', () => {
  it('doubles up to the cap and stays within the upper half', () => {
    const most = (failures: number) => backoffMs(failures, 1000, 60_000, () => 1);
    const least = (failures: number) => backoffMs(failures, 1000, 60_000, () => 0);

    expect([1, 2, 3, 4, 7, 8, 1000].map(most)).toEqual([1000, 2000, 4000, 8000, 60_000, 60_000, 60_000]);
    expect([1, 2, 3].map(least)).toEqual([500, 1000, 2000]);
    expect(least(0)).toBe(500);
  });
});
