import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, type Listener, listen } from './listen.ts';

/** The same kinds of limits, reached sooner. */
const SOON = { headersTimeout: 300, requestTimeout: 600, keepAliveTimeout: 300, connectionsCheckingInterval: 50 };

describe('a listener', () => {
  let listener: Listener;
  beforeAll(async () => {
    listener = await listen(
      (req, res) => void req.resume().on('end', () => res.end('here')),
      '127.0.0.1',
      0,
      undefined,
      SOON,
    );
  });
  afterAll(() => listener.close(1000));

  it.each([
    ['sends nothing at all', ''],
    ['never ends its headers', 'POST / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
  ])('cuts a sender who %s', async (_name, bytes) => {
    expect(await untilCut(bytes)).toMatch(/^(HTTP\/1.1 408 |$)/);
  });

  it.each([
    ['never sends the body that it announced', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{'],
    ['never ends its chunks', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n'],
  ])("cuts a sender who %s, with Node's own 408, which has no body", async (_name, bytes) => {
    expect(await untilCut(bytes)).toBe('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  });

  it('cuts a sender who keeps dripping, however often', async () => {
    expect(await untilCut('POST / HTTP/1.1\r\nHost: x\r\n', 'X-Drip: 1\r\n')).toMatch(/^(HTTP\/1.1 408 |$)/);
  });

  it('ends a connection that is kept alive for nothing', async () => {
    expect(await untilCut('GET / HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
  });

  it('reads no more than a hundred headers, and none longer than 16 KiB', async () => {
    const many = Array.from({ length: 500 }, (_, n) => `X-${n}: 1\r\n`).join('');

    expect(await untilCut(`GET / HTTP/1.1\r\nHost: x\r\n${many}\r\n`)).toMatch(/^HTTP\/1.1 431 /);
    expect(await untilCut(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
  });

  it('tells an address that can be opened, for every interface and for IPv6', async () => {
    const hosts = new Map([['0.0.0.0', '127.0.0.1']]);
    // A container may have no IPv6 at all.
    if (networkInterfaces().lo?.some(({ address }) => address === '::1')) hosts.set('::1', '[::1]');
    for (const [host, shown] of hosts) {
      const other = await listen((_req, res) => void res.end('here'), host, 0);
      expect(new URL(other.url).hostname).toBe(shown);
      expect(await (await fetch(other.url)).text()).toBe('here');
      await other.close(1000);
    }
  });

  it('has such limits in earnest too', () => {
    expect(LIMITS.headersTimeout).toBeLessThanOrEqual(10_000);
    expect(LIMITS.requestTimeout).toBeLessThanOrEqual(20_000);
  });

  /** All that comes until the other side ends; `drip` is sent again and again. */
  function untilCut(bytes: string, drip?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(new URL(listener.url).port), '127.0.0.1', () => socket.write(bytes));
      const dripping = drip === undefined ? undefined : setInterval(() => socket.write(drip), 20);
      socket.on('data', (chunk) => {
        answer += String(chunk);
      });
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) reject(error);
      });
      socket.on('close', () => {
        clearInterval(dripping);
        resolve(answer);
      });
    });
  }
});
