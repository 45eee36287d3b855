import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logLine } from './log-line.ts';
import { redactDeep } from './redact.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const SECRETS = ['sécret/"token\\-123', 'plain-token-0123456789'];

it('puts first what people look for first', () => {
  const line = logLine({ level: 'info', message: 'event handled', service: 'worker', outcome: 'created' }, NOW, []);

  expect(line).toBe(
    '{"timestamp":"2026-01-02T03:04:05.678Z","level":"info","service":"worker","message":"event handled","outcome":"created"}',
  );
});

it('writes what looking through every field would write, whatever they hold', () => {
  const secret = fc.constantFrom(
    ...SECRETS,
    ...SECRETS.map(encodeURIComponent),
    '/webhook/guance/abc',
    'redis://u:pass@host',
    'Bearer abcDEF0123456789',
    'send?access_token=abc',
    Buffer.from(`bot:${SECRETS[1]}`).toString('base64'),
  );
  const text = fc.oneof(
    fc.string(),
    secret,
    fc.tuple(fc.string(), secret, fc.string()).map((parts) => parts.join('')),
  );
  const plain = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
  const nested = fc.record({ token: plain, deep: fc.array(fc.record({ text: plain })) });
  const value = fc.oneof({ weight: 4, arbitrary: plain }, fc.array(plain), nested, fc.bigInt());
  const name = fc.oneof(fc.string(), fc.constantFrom('token', 'API-Token', 'eventId', 'Proxy-Authorization'));
  const fields = fc.dictionary(name, value);
  fc.assert(
    fc.property(fields, text, (facts, message) => {
      const info = { ...facts, level: 'info', message, service: 'test' };
      const { level, service, message: said, ...rest } = info;
      const whole = redactDeep({ timestamp: NOW.toISOString(), level, service, message: said, ...rest }, SECRETS);
      expect(logLine(info, NOW, SECRETS)).toBe(JSON.stringify(whole));
    }),
    { numRuns: 2000 },
  );
});

it('writes cycles and errors too', () => {
  const loop: Record<string, unknown> = { error: new Error('bad') };
  loop.self = loop;

  expect(JSON.parse(logLine({ level: 'error', message: 'm', service: 's', loop }, NOW, []))).toMatchObject({
    loop: { error: { name: 'Error', text: 'bad' }, self: '[circular]' },
  });
});

it('cuts what is too long, and no secret at the cut', () => {
  const secret = 'secret-token-123456';
  const fields = { eventId: 'i'.repeat(900), reason: `${'r'.repeat(3_995)}${secret}`, warnings: Array(900).fill('w') };
  const line = logLine({ level: 'info', message: 'm', service: 's', ...fields }, NOW, [secret]);
  const { eventId, reason, warnings } = JSON.parse(line);
  expect(eventId).toBe(`${'i'.repeat(199)}…`);
  expect(reason).toBe(`${'r'.repeat(3_995)}[sec…`);
  expect(warnings).toHaveLength(50);
});

it('reads a line of a megabyte in a time that grows with its length alone', () => {
  // Each letter of the word was once a place from which to look for the scheme of an address: minutes.
  const id = `${'i'.repeat(900_000)} ://`;
  const line = logLine({ level: 'info', message: 'm', service: 's', eventId: id, error: new Error(id) }, NOW, []);
  expect(line.length).toBeLessThan(20_000);
});
