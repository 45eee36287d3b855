import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { fromThisMachine, sameOrigin } from './same-origin.ts';

describe('a page of a sandbox', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['a program without a browser', { host: '127.0.0.1:8090' }, true],
    [
      'the page itself',
      { host: 'localhost:8090', origin: 'http://localhost:8090', 'sec-fetch-site': 'same-origin' },
      true,
    ],
    ['an address typed by a person', { host: '[::1]:8090', 'sec-fetch-site': 'none' }, true],
    ['a page of another site', { host: 'localhost:8090', 'sec-fetch-site': 'cross-site' }, false],
    ['a page of another port', { host: 'localhost:8090', origin: 'http://localhost:8091' }, false],
    ['a page without an origin that can be read', { host: 'localhost:8090', origin: 'null' }, false],
    [
      'a name that leads here (DNS rebinding)',
      { host: 'evil.example:8090', origin: 'http://evil.example:8090' },
      false,
    ],
    ['a name that only begins as ours', { host: 'localhost.evil.example' }, false],
    ['no name at all', {}, false],
  ])('is obeyed or not when asked by %s', (_, headers, obeyed) => {
    expect(sameOrigin(asked(headers))).toBe(obeyed);
  });

  it('is steered only from this machine', () => {
    const headers = { host: 'localhost:8090' };
    expect(fromThisMachine(asked(headers, '::ffff:127.0.0.1'))).toBe(true);
    expect(fromThisMachine(asked(headers, '::1'))).toBe(true);
    expect(fromThisMachine(asked(headers, '192.0.2.7'))).toBe(false);
  });
});

function asked(headers: Record<string, string>, remoteAddress = '127.0.0.1'): Request {
  return { get: (name: string) => headers[name], socket: { remoteAddress } } as unknown as Request;
}
