/** Bytes for the port of the receiver: right requests, damaged ones, and what is no HTTP at all. */
import { gzipSync } from 'node:zlib';
import type { Random } from '../chaos/random.ts';
import { sampleEvent } from '../harness/events.ts';

/** What one connection sends, in pieces. The same `random` gives the same bytes. */
export function rawRequest(random: Random, token: string): Buffer[] {
  const kind = random.pick(KINDS);
  const whole = kind(random, token);
  if (random.chance(0.7) || whole.length < 2) return [whole];
  const cut = random.between(1, whole.length - 1);
  return [whole.subarray(0, cut), whole.subarray(cut)];
}

type Kind = (random: Random, token: string) => Buffer;

const right: Kind = (random, token) => post(token, body(random));

const damaged: Kind = (random, token) => {
  const bytes = Buffer.from(right(random, token));
  for (let times = random.between(1, 8); times > 0; times -= 1) {
    const at = random.between(0, bytes.length - 1);
    bytes[at] = random.chance(0.5) ? random.between(0, 255) : (bytes[at] ?? 0) ^ (1 << random.between(0, 7));
  }
  return bytes;
};

const cutShort: Kind = (random, token) => {
  const bytes = right(random, token);
  return bytes.subarray(0, random.between(0, bytes.length));
};

const spliced: Kind = (random, token) => {
  const [a, b] = [right(random, token), random.pick(KINDS)(random, token)];
  const at = random.between(0, a.length);
  return Buffer.concat([a.subarray(0, at), b, a.subarray(at)]).subarray(0, 200_000);
};

const noise: Kind = (random) => bytesOf(random, random.between(0, 2_000));

const oddHeaders: Kind = (random, token) => {
  const headers = Array.from({ length: random.between(1, 6) }, () => random.pick(HEADERS)(random));
  return post(token, body(random), headers, { ownLength: random.chance(0.5) });
};

const oddFirstLine: Kind = (random, token) => {
  const line = random.pick([
    ...METHODS.map((method) => `${method} /webhook/guance/${token} HTTP/1.1`),
    ...PATHS.map((path) => `POST ${path.replace('TOKEN', token)} HTTP/1.1`),
    ...PATHS.map((path) => `GET ${path.replace('TOKEN', token)} HTTP/1.1`),
    ...['HTTP/0.9', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTPS/1.1', ''].map((version) => `GET /healthz ${version}`),
    `GET /${'a'.repeat(random.between(1, 70_000))} HTTP/1.1`,
    'PRI * HTTP/2.0',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  ]);
  return Buffer.concat([
    Buffer.from(`${line}\r\nHost: x\r\nContent-Type: application/json\r\n\r\n`, 'latin1'),
    body(random),
  ]);
};

const chunked: Kind = (random, token) => {
  const data = body(random);
  const size = random.chance(0.6)
    ? data.length.toString(16)
    : random.pick(['0', '-1', 'fffffffffffffffff', 'zz', '1;x=y']);
  const head = post(token, Buffer.alloc(0), ['Transfer-Encoding: chunked'], { ownLength: true });
  const tail = random.pick(['\r\n0\r\n\r\n', '\r\n0\r\nX-Trailer: 1\r\n\r\n', '', '\r\n', '\r\nfffff\r\n']);
  return Buffer.concat([head, Buffer.from(`${size}\r\n`), data, Buffer.from(tail)]);
};

const compressed: Kind = (random, token) => {
  const plain = random.chance(0.9) ? body(random) : Buffer.alloc(random.between(1, 3_000_000), ' ');
  const zipped = random.chance(0.7) ? gzipSync(plain, { level: 1 }) : plain;
  const bytes = random.chance(0.3) ? zipped.subarray(0, random.between(0, zipped.length)) : zipped;
  const encoding = random.pick(['gzip', 'gzip', 'deflate', 'br', 'identity', 'zstd', 'gzip, gzip', 'x']);
  return post(token, bytes, [`Content-Encoding: ${encoding}`]);
};

const pipelined: Kind = (random, token) =>
  Buffer.concat(Array.from({ length: random.between(2, 5) }, () => random.pick(KINDS)(random, token))).subarray(
    0,
    300_000,
  );

const KINDS: readonly Kind[] = [
  ...[
    right,
    right,
    right,
    right,
    damaged,
    damaged,
    damaged,
    cutShort,
    noise,
    oddHeaders,
    oddHeaders,
    oddFirstLine,
    chunked,
  ],
  ...[compressed, spliced, pipelined],
];

function post(
  token: string,
  data: Uint8Array,
  headers: readonly string[] = [],
  options: { ownLength?: boolean } = {},
): Buffer {
  const lines = [
    `POST /webhook/guance/${token} HTTP/1.1`,
    'Host: x',
    ...(headers.some((header) => /^content-type:/i.test(header)) ? [] : ['Content-Type: application/json']),
    ...(options.ownLength ? [] : [`Content-Length: ${data.length}`]),
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), data]);
}

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
const METHODS = ['GET', 'PUT', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'PATCH', 'PROPFIND', 'post', 'P\0ST', 'FOO', ''];
const PATHS = [
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
const HEADERS: readonly ((random: Random) => string)[] = [
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

function body(random: Random): Buffer {
  return Buffer.from(random.pick(BODIES)(random), 'utf8');
}

function event(random: Random): Record<string, unknown> {
  return sampleEvent({ df_event_id: `event-${random.between(0, 2 ** 32 - 1).toString(16)}` });
}

function bytesOf(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.between(0, 255)));
}
