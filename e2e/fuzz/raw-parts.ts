/** What the raw requests are made of. */
import type { Random } from '../chaos/random.ts';
import { sampleEvent } from '../harness/events.ts';

const BODIES: readonly ((random: Random) => string)[] = [
  ...Array.from({ length: 5 }, () => (random: Random) => JSON.stringify(event(random))),
  (random) => JSON.stringify(Array.from({ length: random.between(0, 20) }, () => event(random))),
  (random) => JSON.stringify({ ...event(random), df_event_id: random.pick(IDS) }),
  (random) => JSON.stringify({ ...event(random), df_message: random.pick(PIECES).repeat(random.between(1, 3_000)) }),
  (random) => '['.repeat(random.between(1, 100_000)),
  (random) => {
    const levels = random.between(1, 300);
    return `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  },
  (random) => `{"df_event_id":"${random.pick(PIECES)}","df_event_id":1e${random.between(0, 400)}}`,
  (random) => `[${'{},'.repeat(random.between(0, 300))}{}]`,
  (random) => `\uFEFF${JSON.stringify(event(random))}`,
  (random) => `${random.pick(PIECES)}\n${random.pick(PIECES).repeat(random.between(0, 200))}`,
  () => '{"__proto__":{"df_status":"critical"},"constructor":{"prototype":{}},"df_event_id":"p"}',
  () => '',
];

const IDS = [
  '',
  ' ',
  'meta',
  'completed',
  ':',
  'a:b',
  '0',
  '../x',
  '__proto__',
  'x'.repeat(5_000),
  '\u0000',
  '{}',
  '\uD800',
];
const PIECES = [
  '>',
  '- ',
  '[',
  '*',
  '`',
  '|',
  '{{',
  '\\u0000',
  '\\ud800',
  '等',
  '\u{1F600}',
  '\t',
  '<',
  '&',
  '"',
  '\\',
];
export const METHODS = [
  'GET',
  'PUT',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PATCH',
  'PROPFIND',
  'post',
  'P\0ST',
  'FOO',
  '',
];
export const PATHS = [
  ...[
    '/',
    '//',
    '*',
    '/webhook',
    '/webhook/guance',
    '/webhook/guance/',
    '/webhook/guance/TOKEN/',
    '/webhook/guance/%zz',
  ],
  ...['/webhook/guance/TOKEN?x=1', '/webhook/guance/TOKEN#x', '/webhook/guance/%00', '/webhook//guance/TOKEN'],
  ...[
    'http://x/webhook/guance/TOKEN',
    '//x/webhook/guance/TOKEN',
    '/webhook/guance/../../etc/passwd',
    '/WEBHOOK/guance/TOKEN',
  ],
  ...[
    '/healthz',
    '/readyz',
    '/metrics',
    '/dashboard',
    '/webhook/guance/wrong-token-0000000000',
    '/%E0%A4%A',
    '/\u00ff',
  ],
];
export const HEADERS: readonly ((random: Random) => string)[] = [
  (random) => `X-Long: ${'a'.repeat(random.between(1, 20_000))}`,
  (random) => Array.from({ length: random.between(1, 2_500) }, (_, n) => `X-${n}: 1`).join('\r\n'),
  (random) => `Content-Length: ${random.pick(['0', '-1', '1, 2', '99999999999', '0x10', 'NaN', '+5', ''])}`,
  (random) => `Transfer-Encoding: ${random.pick(['chunked', 'gzip, chunked', 'identity', 'xchunked', ' chunked', ''])}`,
  (random) =>
    `Content-Type: ${random.pick(['text/plain', 'application/xml', 'a/b; charset=utf-16', ';', '\xff', 'text/plain; charset=gb18030'])}`,
  (random) => `Expect: ${random.pick(['100-continue', '200-ok', ''])}`,
  (random) => `Connection: ${random.pick(['close', 'keep-alive', 'upgrade', 'x,y', ''])}`,
  (random) => `Upgrade: ${random.pick(['websocket', 'h2c', 'TLS/1.0'])}`,
  (random) => `Authorization: ${random.pick(['Bearer x', 'Basic Og==', 'Bearer', `Bearer ${'x'.repeat(9_000)}`])}`,
  (random) => `X-Forwarded-For: ${random.pick(['1.2.3.4', '::', 'x'.repeat(5_000), '1,2,3', ''])}`,
  (random) =>
    `traceparent: ${random.pick(['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'ff-0-0-0', '\x01'])}`,
  () => 'Host: a\r\nHost: b',
  () => ' folded: x\r\n\ty',
  () => 'no colon at all',
  () => ': empty name',
  (random) =>
    `X-Bytes: ${bytesOf(random, 50)
      .toString('latin1')
      .replaceAll(/[\r\n]/g, '')}`,
];

export function anyBody(random: Random): Buffer {
  return Buffer.from(random.pick(BODIES)(random), 'utf8');
}

function event(random: Random): Record<string, unknown> {
  return sampleEvent({ df_event_id: `event-${random.between(0, 2 ** 32 - 1).toString(16)}` });
}

export function bytesOf(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.between(0, 255)));
}
