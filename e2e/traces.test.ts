import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type App, repoRoot, SHORT_TIMEOUTS, type Stack, sampleEvent, sendTo, startStack } from './harness/index.ts';
import { type CollectedSpan, type Collector, startCollector } from './traces/collector.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SENDER = '00f067aa0ba902b7';
const WORDS = '机密的告警正文 secret-words-of-the-alert';

let stack: Stack | undefined;
let collector: Collector;
afterEach(async () => {
  await stack?.close();
  stack = undefined;
  await collector.close();
});

/** The processes send what they have when they stop. */
async function spansAfter(running: Stack): Promise<readonly CollectedSpan[]> {
  stack = undefined;
  await running.close();
  return collector.spans;
}

async function start(env: Record<string, string>, dialect: 'cloud' | 'datacenter' = 'cloud'): Promise<Stack> {
  const running = await startStack({ dialect, receiverEnv: env, workerEnv: { ...SHORT_TIMEOUTS, ...env } });
  stack = running;
  return running;
}

async function sendAndHandle(running: Stack, headers: Record<string, string> = {}, times = 1) {
  const event = sampleEvent({ df_message: WORDS });
  const url = running.receivers[0]?.webhookUrl ?? '';
  for (let count = 0; count < times; count += 1) expect((await sendTo(url, event, headers)).status).toBe(202);
  const line = await running.waitFor('its outcome', () =>
    running.worker.log.named('event handled').find(({ eventId }) => eventId === event.df_event_id),
  );
  return { event, line };
}

describe('with an OTLP endpoint', () => {
  it.each(['cloud', 'datacenter'] as const)(
    'one trace, begun by the sender, goes from the webhook over the queue to each request to %s',
    async (dialect) => {
      collector = await startCollector();
      const running = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, dialect);
      const { event, line } = await sendAndHandle(running, {
        traceparent: `00-${TRACE_ID}-${SENDER}-01`,
        'x-request-id': 'request-1',
      });
      const spans = (await spansAfter(running)).filter(({ traceId }) => traceId === TRACE_ID);

      const version = dialect === 'cloud' ? 3 : 2;
      const named = (name: string) => {
        const found = spans.filter((span) => span.name === name);
        expect(found, name).toHaveLength(1);
        return found[0] as CollectedSpan;
      };
      const server = named('POST /webhook/guance/{token}');
      const producer = named('send events');
      const consumer = named('process events');
      const create = named(`POST /rest/api/${version}/issue`);
      expect(server).toMatchObject({ service: 'guance-jira-receiver', kind: 'server', parent: SENDER, failed: false });
      expect(server.attributes).toMatchObject({
        'http.response.status_code': 202,
        'http.route': '/webhook/guance/{token}',
        'guance_jira.request_id': 'request-1',
        'guance_jira.events': 1,
      });
      expect(producer).toMatchObject({ service: 'guance-jira-receiver', kind: 'producer', parent: server.id });
      expect(consumer).toMatchObject({ service: 'guance-jira-worker', kind: 'consumer', parent: producer.id });
      expect(consumer.attributes).toMatchObject({
        'messaging.message.id': `ev_${event.df_event_id}`,
        'guance_jira.outcome': 'created',
        'guance_jira.issue_key': line.issueKey,
        'guance_jira.route': 'default',
      });
      expect(create).toMatchObject({ service: 'guance-jira-worker', kind: 'client', parent: consumer.id });
      expect(create.attributes).toMatchObject({ 'http.response.status_code': 201, 'server.address': '127.0.0.1' });
      expect(create.startedAt).toBeGreaterThanOrEqual(consumer.startedAt);
      expect(create.endedAt).toBeLessThanOrEqual(consumer.endedAt);
      expect(collector.paths.every((path) => path === '/v1/traces')).toBe(true);

      const lines = [...running.receiver.log.named('delivery handled'), line];
      expect(lines.map(({ traceId }) => traceId)).toEqual([TRACE_ID, TRACE_ID]);
    },
  );

  describe('what becomes of many events', () => {
    let own: Awaited<ReturnType<typeof sendAndHandle>>;
    let broken: typeof own;
    let dropped: typeof own;
    let lost: typeof own;
    let token: string;
    let spans: readonly CollectedSpan[];
    let raw: string;
    // One stack for all of them, as what the processes have not yet sent comes when they stop.
    beforeAll(async () => {
      collector = await startCollector();
      const running = await start({
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-key=marked-otlp-key',
      });
      token = running.token;
      own = await sendAndHandle(running);
      broken = await sendAndHandle(running, { traceparent: `00-${'0'.repeat(32)}-${SENDER}-01` });
      dropped = await sendAndHandle(running, { traceparent: `00-${TRACE_ID}-${SENDER}-00` });
      await running.jira.control('POST', '/faults', { path: 'create', times: 1, action: 'resetAfter' });
      lost = await sendAndHandle(running);
      await running.jira.control('POST', '/faults', {
        path: 'create',
        times: 1,
        action: { respond: { status: 400, body: { errorMessages: [WORDS], errors: {} } } },
      });
      expect((await sendAndHandle(running)).line).toMatchObject({ outcome: 'failed' });
      await sendTo(`${running.receiverUrl}/webhook/guance/wrong-token-0123456789`, {});
      spans = await spansAfter(running);
      raw = collector.raw;
    });
    afterAll(() => stack?.close());

    it('a sender without a trace, or with a broken one, gets one of its own; one that it drops is not sent', () => {
      for (const { line } of [own, broken]) {
        const trace = spans.filter(({ traceId }) => traceId === line.traceId);
        expect(trace.map(({ name }) => name)).toEqual(
          expect.arrayContaining(['POST /webhook/guance/{token}', 'send events', 'process events']),
        );
        expect(trace.find(({ kind }) => kind === 'server')?.parent).toBe('');
      }
      expect(own.line.traceId).not.toBe(broken.line.traceId);
      expect(dropped.line.traceId).toBe(TRACE_ID);
      expect(spans.filter(({ traceId }) => traceId === TRACE_ID)).toEqual([]);
    });

    it('a lost answer and the look for its issue stand in the same trace', () => {
      const trace = spans.filter(({ traceId }) => traceId === lost.line.traceId);

      const create = trace.find(({ name }) => name === 'POST /rest/api/3/issue');
      expect(create).toMatchObject({ failed: true, attributes: { 'error.type': expect.stringMatching(/^[A-Z_]+$/) } });
      // By the keys above the last known one, which are read from Jira's store.
      expect(trace.map(({ name }) => name)).toContain('POST /rest/api/3/issue/bulkfetch');
      const attempts = trace.filter(({ name }) => name === 'process events');
      expect(attempts.map(({ attributes }) => attributes['guance_jira.outcome'])).toEqual(
        expect.arrayContaining(['waits', 'created']),
      );
      expect(attempts.some(({ failed }) => failed)).toBe(false);
    });

    it('no secret, no address of a person and no word of an alert leaves with the traces', () => {
      expect(raw).toContain('/webhook/guance/{token}');
      for (const secret of [
        token,
        'wrong-token-0123456789',
        'sandbox-token',
        Buffer.from('bot@example.com:sandbox-token').toString('base64'),
        'marked-otlp-key',
        'pacher',
        'bot@example.com',
        'secret-words',
        '机密',
        '磁盘',
      ])
        expect(raw, secret).not.toContain(secret);
    });
  });

  it('a collector that is away costs no event, is said in the log, and holds up no stop', async () => {
    collector = await startCollector();
    await collector.close();
    const running = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    await sendAndHandle(running);
    const said = ({ log }: App) => log.named('traces cannot be sent').length;
    await running.waitFor('both to say so', () => said(running.receiver) > 0 && said(running.worker) > 0);
    await sendAndHandle(running);
    stack = undefined;
    // It throws when a process does not end by itself.
    await running.close();

    expect([said(running.receiver), said(running.worker)]).toEqual([1, 1]);
  });
});

describe('without an OTLP endpoint', () => {
  const NODE_OPTIONS = `--import ${new URL(`file://${repoRoot}/e2e/traces/tell-imports.mjs`).href}`;

  it('nothing of OpenTelemetry is loaded, and the trace of a sender still passes through to the lines', async () => {
    collector = await startCollector();
    const running = await start({ NODE_OPTIONS });
    const { line } = await sendAndHandle(running, { traceparent: `00-${TRACE_ID}-${SENDER}-01` });

    expect(line.traceId).toBe(TRACE_ID);
    for (const { log } of [running.receiver, running.worker]) expect(log.text).not.toContain('loads ');
    await spansAfter(running);
    expect(collector.paths).toEqual([]);
  });

  it('would notice a load: with one, it is told', async () => {
    collector = await startCollector();
    const running = await start({ NODE_OPTIONS, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });

    for (const { log } of [running.receiver, running.worker])
      expect(log.text).toMatch(/^loads .*@opentelemetry\/[a-z]/m);
  });
});
