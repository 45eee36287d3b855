import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { redactDeep } from './redact.ts';

const SECRET = 'sécret/token-123456';

function logWith(format: 'json' | 'pretty') {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return {
    lines,
    log: createLogger({ LOG_LEVEL: 'debug', LOG_FORMAT: format, service: 'test', secrets: [SECRET], stream }),
  };
}

describe('createLogger', () => {
  it.each(['json', 'pretty'] as const)('writes no secret in %s, at any depth or in any coding', (format) => {
    const { lines, log } = logWith(format);
    const error = new Error(`failed at https://bot:${SECRET}@jira.example/x?t=${encodeURIComponent(SECRET)}`);

    log.warn(`odd ${SECRET}`, {
      url: `/webhook/guance/whatever-this-is`,
      deep: { list: [{ token: 'abc', text: SECRET }], error },
    });

    const text = lines.join('');
    expect(text).toContain('odd [secret]');
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(encodeURIComponent(SECRET));
    expect(text).not.toContain('whatever-this-is');
    expect(text).not.toContain('abc');
  });

  it('shows control characters in pretty lines, so that no text begins a line or steers the terminal', () => {
    const { lines, log } = logWith('pretty');

    log.info('event handled', { eventId: 'a\r\nforged \u001b[2J\u009b31m\u202e', reason: 'x\ty', list: ['\u0007'] });

    expect(lines.join('')).toMatch(/^[^\n]*\n$/);
    expect(lines.join('')).toContain(
      String.raw`eventId=a\u000d\u000aforged \u001b[2J\u009b31m\u202e reason=x\u0009y list=["\u0007"]`,
    );
  });

  it('writes one JSON record per line with the service, the level and the fields', () => {
    const { lines, log } = logWith('json');

    log.info('event handled', { eventId: 'e1', outcome: 'created' });

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      message: 'event handled',
      service: 'test',
      eventId: 'e1',
      outcome: 'created',
    });
  });
});

describe('redactDeep', () => {
  it('survives cycles and bigints', () => {
    const loop: Record<string, unknown> = { n: 1n };
    loop.self = loop;

    expect(redactDeep(loop, [])).toEqual({ n: '1', self: '[circular]' });
  });
});
