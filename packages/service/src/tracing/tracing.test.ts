import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadEnv } from '../config/env.ts';
import type { Log } from '../log/logger.ts';
import { TraceSettings } from './trace-settings.ts';
import { openTracing } from './tracing.ts';

interface Received {
  path: string | undefined;
  headers: Record<string, unknown>;
  body: string;
}

const PARENT = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const NOTHING: Received = { path: undefined, headers: {}, body: '' };
const read = (env: Record<string, string>) => loadEnv(z.object(TraceSettings.shape), env, () => '').config;

describe('tracing', () => {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    requests.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts).toString('latin1') });
    response.writeHead(request.headers['x-fail'] ? 401 : 200).end();
  });
  const logged: unknown[] = [];
  const tell = (message: string, fields?: object) => void logged.push({ message, ...fields });
  const log: Log = { error: tell, warn: tell, info: tell, debug: tell };
  let endpoint = '';
  const open = async (env: Record<string, string> = {}) => {
    const settings = read({ OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/otel/`, ...env });
    const tracing = await openTracing(settings, { service: 'worker', log });
    if (tracing === null) throw new Error('tracing is off');
    return tracing;
  };
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('is off without an endpoint', async () => {
    expect(await openTracing(read({ OTEL_SERVICE_NAME: 'x' }), { service: 'worker', log })).toBeNull();
  });

  it('sends what ended when it closes, below the path of the endpoint and with the headers', async () => {
    const tracing = await open({ OTEL_EXPORTER_OTLP_HEADERS: 'X-Token=a%20b', OTEL_RESOURCE_ATTRIBUTES: 'env=prod' });
    tracing.start('first span', { kind: 'client', attributes: { place: 'here' } }).end();
    await tracing.close();

    const { path, headers, body } = requests.at(-1) ?? NOTHING;
    expect([path, headers['content-type'], headers['x-token']]).toEqual([
      '/otel/v1/traces',
      'application/x-protobuf',
      'a b',
    ]);
    for (const text of ['first span', 'place', 'here', 'guance-jira-worker', 'prod']) expect(body).toContain(text);
  });

  it('makes spans children of a traceparent, of a span, or of the one that is current', async () => {
    const tracing = await open();
    const root = tracing.start('root', { kind: 'server', parent: `00-${PARENT.traceId}-${PARENT.spanId}-01` });
    const child = tracing.start('child', { kind: 'producer', parent: root });
    const inner = await tracing.within(child, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return tracing.start('inner', { kind: 'client' });
    });
    const own = tracing.start('own', { kind: 'client' });

    for (const span of [root, child, inner]) expect(span.traceparent.split('-')[1]).toBe(PARENT.traceId);
    expect(own.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(own.traceparent.split('-')[1]).not.toBe(PARENT.traceId);
    await tracing.close();
  });

  it.each([
    ['parentbased_always_on', { own: '01', kept: '01', dropped: '00' }],
    ['parentbased_always_off', { own: '00', kept: '01', dropped: '00' }],
    ['parentbased_traceidratio', { own: '00', kept: '01', dropped: '00' }],
    ['always_on', { own: '01', kept: '01', dropped: '01' }],
    ['always_off', { own: '00', kept: '00', dropped: '00' }],
    ['traceidratio', { own: '00', kept: '00', dropped: '00' }],
  ])(
    '%s decides whether a trace of our own, and one that its sender kept or dropped, is kept: %j',
    async (sampler, wanted) => {
      const tracing = await open({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: '0' });
      const flags = (parent?: string) => tracing.start('s', { kind: 'server', parent }).traceparent.slice(-2);
      const parent = `00-${PARENT.traceId}-${PARENT.spanId}`;

      expect({ own: flags(), kept: flags(`${parent}-01`), dropped: flags(`${parent}-00`) }).toEqual(wanted);
      await tracing.close();
    },
  );

  it('says in the log that the collector refuses, once in a while and without the key', async () => {
    const tracing = await open({ OTEL_EXPORTER_OTLP_HEADERS: 'x-fail=key-0123456789' });
    tracing.start('lost', { kind: 'client' }).end();
    await tracing.close();

    expect(logged).toContainEqual(expect.objectContaining({ message: 'traces cannot be sent', suppressed: 0 }));
    expect(JSON.stringify(logged)).not.toContain('key-0123456789');
  });

  it.each([
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' },
      'OTEL_EXPORTER_OTLP_ENDPOINT: must be an http:// or https:// URL',
    ],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL: must be http/protobuf; gRPC'],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=1,secret' }, 'OTEL_EXPORTER_OTLP_HEADERS: part 2 must be name=value'],
    [{ OTEL_TRACES_SAMPLER: 'jaeger_remote' }, 'OTEL_TRACES_SAMPLER: '],
    [{ OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG: '],
  ])('refuses %j by its name', (env, message) => {
    expect(() => read(env)).toThrow(message);
    expect(() => read(env)).not.toThrow(/jaeger_remote|secret$/m);
  });
});
