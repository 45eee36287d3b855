import { expect, it } from 'vitest';
import { safeLines } from './safe-lines.ts';

const look = { timezone: 'Asia/Shanghai', redact: (text: string) => text.replaceAll('our-own-secret', '[secret]') };
const of = (text: string, at: number | null = Date.UTC(2026, 0, 1)) => safeLines([{ at, text }], look);

it.each([
  ['a line of the log', '08:00:00 a line of the log'],
  ['token our-own-secret', '08:00:00 token [secret]'],
  ['login password=hunter2 ok', '08:00:00 login password=[secret] ok'],
  ['{"user":"a","apiKey": "abc-123","n":1}', '08:00:00 {"user":"a","apiKey": "[secret]","n":1}'],
  ["db_password => 'p w'", "08:00:00 db_password => '[secret]'"],
  ['Authorization: Bearer abc.def', '08:00:00 Authorization: [secret]'],
  ['jwt eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc', '08:00:00 jwt [secret]'],
  ['key LTAI5tAbCdEfGhIjKl', '08:00:00 key [secret]'],
  ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- x', '08:00:00 [secret] x'],
  ['-----BEGIN PRIVATE KEY-----\nabc, cut off', '08:00:00 [secret]'],
  ['\u001b[31mred\u001b[0m\tnext\u0000', '08:00:00 red  next'],
  ['at a\n  at b', '08:00:00 at a ⏎   at b'],
  ['monkey: banana', '08:00:00 monkey: banana'],
])('%j is shown as %j', (text, shown) => {
  expect(of(text)).toEqual([shown]);
});

it('without a time there is none before it', () => {
  expect(of('x', null)).toEqual(['x']);
});

it('cuts a long line, and leaves out the oldest where there are too many', () => {
  const lines = Array.from({ length: 50 }, (_, n) => ({ at: n, text: `${n} ${'x'.repeat(5000)}` }));

  const shown = safeLines(lines, look);

  expect(shown.length).toBeGreaterThan(20);
  expect(shown.join('\n').length).toBeLessThanOrEqual(16_000);
  expect(shown.at(-1)).toMatch(/^08:00:00 49 x/);
  expect(Math.max(...shown.map((line) => line.length))).toBeLessThan(620);
});

it('no text holds a process', () => {
  for (const text of [
    'password'.repeat(500),
    `token${' '.repeat(4000)}`,
    '-----BEGIN '.repeat(400),
    'eyJ'.repeat(1300),
    'password="'.repeat(400),
    String.raw`token\\\\`.repeat(300),
    `${'a'.repeat(60)}:`.repeat(60),
    '--token '.repeat(500),
    "cookie='a".repeat(400),
  ])
    expect(of(text)).toHaveLength(1);
});
