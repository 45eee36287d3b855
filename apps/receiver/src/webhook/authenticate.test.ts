import { expect, it } from 'vitest';
import { Refusal } from '../http/refusal.ts';
import { createAuthenticate } from './authenticate.ts';

const TOKENS = [
  { label: 'first', token: 'first-token-0123456789', workspaces: null },
  { label: 'zweites', token: 'zweites-tökén-0123456789', workspaces: null },
];

const authenticate = (...candidates: string[]) =>
  createAuthenticate(TOKENS, { allowAnonymous: false, now: () => 0 })({ candidates, address: () => '' });

it('names the token that fits, in the path or in the header, of one byte for each letter or more', () => {
  expect(authenticate('first-token-0123456789').label).toBe('first');
  expect(authenticate('nonsense', 'zweites-tökén-0123456789').label).toBe('zweites');
});

it.each([
  ['the beginning of one', 'first-token-012345678'],
  ['one and a letter more', 'first-token-01234567890'],
  ['one and a NUL more', 'first-token-0123456789\0'],
  ['one whose last letter differs', 'first-token-0123456780'],
  ['one in capitals', 'FIRST-TOKEN-0123456789'],
  ['as many letters, but not as many bytes', 'zweites-token-0123456789'],
  ['the first bytes of a letter', 'zweites-t\u00c3'],
  ['nothing', ''],
])('refuses %s', (_name, candidate) => {
  expect(() => authenticate(candidate)).toThrow(Refusal);
});
