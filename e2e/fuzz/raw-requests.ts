/** Bytes for the port of the receiver: right requests, damaged ones, and what is no HTTP at all. */
import { gzipSync } from 'node:zlib';
import type { Random } from '../chaos/random.ts';
import { anyBody, bytesOf, HEADERS, METHODS, PATHS } from './raw-parts.ts';

/** What one connection sends, in pieces. The same `random` gives the same bytes. */
export function rawRequest(random: Random, token: string): Buffer[] {
  const kind = random.pick(KINDS);
  const whole = kind(random, token);
  if (random.chance(0.7) || whole.length < 2) return [whole];
  const cut = random.between(1, whole.length - 1);
  return [whole.subarray(0, cut), whole.subarray(cut)];
}

type Kind = (random: Random, token: string) => Buffer;

const right: Kind = (random, token) => post(token, anyBody(random));

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
  return post(token, anyBody(random), headers, { ownLength: random.chance(0.5) });
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
    anyBody(random),
  ]);
};

const chunked: Kind = (random, token) => {
  const data = anyBody(random);
  const size = random.chance(0.6)
    ? data.length.toString(16)
    : random.pick(['0', '-1', 'fffffffffffffffff', 'zz', '1;x=y']);
  const head = post(token, Buffer.alloc(0), ['Transfer-Encoding: chunked'], { ownLength: true });
  const tail = random.pick(['\r\n0\r\n\r\n', '\r\n0\r\nX-Trailer: 1\r\n\r\n', '', '\r\n', '\r\nfffff\r\n']);
  return Buffer.concat([head, Buffer.from(`${size}\r\n`), data, Buffer.from(tail)]);
};

const compressed: Kind = (random, token) => {
  const plain = random.chance(0.9) ? anyBody(random) : Buffer.alloc(random.between(1, 3_000_000), ' ');
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
