import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alert, answerOf, startTestReceiver, type TestReceiver, TOKEN, temporaryDir } from '../testing/receiver.ts';

/** No Redis at all: every accepted event ends in the spool, which is all that these answers need. */
const NO_REDIS = 'redis://127.0.0.1:1';
const SECOND = 'second-token-0123456789';

describe('the answers of the webhook', () => {
  const dir = temporaryDir();
  let receiver: TestReceiver;
  let path: string;
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    answerOf(fetch(`${receiver.url}${path}`, { method: 'POST', body, headers }));
  const json = { 'content-type': 'application/json' };

  beforeAll(async () => {
    receiver = await startTestReceiver(NO_REDIS, { SPOOL_DIR: dir.path, WEBHOOK_TOKENS: `old:${TOKEN},new:${SECOND}` });
    path = `/webhook/guance/${TOKEN}`;
  });
  afterAll(async () => {
    await receiver.close();
    dir.remove();
  });

  it.each([
    ['a charset', { 'content-type': 'application/json; charset=UTF-8' }],
    ['no content type', { 'content-type': '' }],
    [
      'the type of a form, as the curl line in the manual of Guance sends',
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['text/plain, as fetch calls any text', { 'content-type': 'text/plain;charset=UTF-8' }],
    ['a +json type', { 'content-type': 'application/cloudevents+json' }],
  ])('takes JSON with %s', async (_name, headers) => {
    const answer = await post(JSON.stringify(alert('typed')), headers);

    expect([answer.status, answer.json.accepted?.[0]?.eventId]).toEqual([202, 'typed']);
  });

  it('takes JSON without any Content-Type header', async () => {
    const body = JSON.stringify(alert('untyped'));
    const answer = await raw(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );

    expect(answer).toMatch(/^HTTP\/1.1 202 /);
    expect(answer).toContain('"untyped"');
  });

  it('takes the old text mode: the first line is the title', async () => {
    const answer = await post('磁盘使用率过高\n\n等级：critical', { 'content-type': 'text/plain' });

    expect([answer.status, answer.json.accepted?.[0]?.eventId]).toEqual([
      202,
      expect.stringMatching(/^body-[0-9a-f]{64}$/),
    ]);
  });

  it.each([
    ['broken JSON', '{"a":', 400, 'invalid_json'],
    ['nothing', '', 400, 'invalid_json'],
    ['a text', '"hello"', 400, 'invalid_json'],
    ['a number', '1', 400, 'invalid_json'],
    ['null', 'null', 400, 'invalid_json'],
    ['a list without an object', '[1,"x"]', 400, 'invalid_json'],
    ['a page', '<alert id="1">disk full</alert>', 400, 'invalid_json'],
    ['an alert that is cut', '{"df_event_id":"e","df_title":"disk', 400, 'invalid_json'],
    ['deep JSON', `{"a":${'['.repeat(101)}${']'.repeat(101)}}`, 400, 'invalid_json'],
    ['very deep JSON', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 400, 'invalid_json'],
    ['a large body', JSON.stringify({ a: 'x'.repeat(1024 * 1024) }), 413, 'body_too_large'],
    ['too many events', `[${'{},'.repeat(10_000)}{}]`, 413, 'body_too_large'],
  ])('refuses %s', async (_name, body, status, code) => {
    const answer = await post(body, json);

    expect([answer.status, answer.json.error?.code]).toEqual([status, code]);
    expect(answer.json.error?.message).toMatch(/\.$/);
  });

  it('takes 100 levels of nesting', async () => {
    // The object itself is the first level.
    expect((await post(`{"a":${'['.repeat(99)}${']'.repeat(99)}}`, json)).status).toBe(202);
  });

  it('reads gzip, and counts the limit after inflating', async () => {
    const zip = (value: unknown) => new Uint8Array(gzipSync(JSON.stringify(value)));
    const small = await post(zip(alert('zipped')), { ...json, 'content-encoding': 'gzip' });
    const bomb = await post(zip({ a: 'x'.repeat(2 * 1024 * 1024) }), { ...json, 'content-encoding': 'gzip' });
    const broken = await post('no gzip', { ...json, 'content-encoding': 'gzip' });
    const strange = await post(JSON.stringify(alert('plain')), { ...json, 'content-encoding': 'utf-8' });

    expect(small.json.accepted?.[0]?.eventId).toBe('zipped');
    expect(strange.json.accepted?.[0]?.eventId).toBe('plain');
    expect([bomb, broken].map(({ status, json }) => [status, json.error?.code])).toEqual([
      [413, 'body_too_large'],
      [400, 'invalid_json'],
    ]);
  });

  const TYPES = [
    'application/xml',
    'multipart/form-data; boundary=x',
    'image/png',
    'application/octet-stream',
    'text/html',
    '*/*',
    'nonsense',
  ];
  it.each([...TYPES, 'application/json, application/json', 'application/json; charset=klingon', 'json'])(
    'takes an alert whatever its content type says: %s',
    async (type) => {
      const answer = await post(JSON.stringify(alert('typed')), { 'content-type': type });

      expect([answer.status, answer.json.accepted?.[0]?.eventId]).toEqual([202, 'typed']);
    },
  );

  it.each(TYPES)('refuses %s where the body is no JSON', async (type) => {
    const answer = await post('<alert/>', { 'content-type': type });

    expect([answer.status, answer.json.error?.code]).toEqual([415, 'unsupported_media_type']);
  });

  it('takes JSON in a field of a form', async () => {
    const answer = await post(new URLSearchParams({ payload: JSON.stringify(alert('formed')) }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });

    expect([answer.status, answer.json.accepted?.[0]?.eventId]).toEqual([202, 'formed']);
  });

  it.each([
    ['NaN as a value', '{"df_event_id":"odd","df_status":"critical","Result":NaN}'],
    ['a raw newline in a string', '{"df_event_id":"odd","df_status":"critical","df_message":"one\ntwo"}'],
    ['an alert encoded twice', JSON.stringify(JSON.stringify(alert('odd')))],
    ['an alert in a wrapper', JSON.stringify({ kwargs: { event: alert('odd') } })],
    ['a list of alerts as text/plain', JSON.stringify([alert('odd')]), 'text/plain'],
    ['an alert behind a byte order mark as text/plain', `\uFEFF${JSON.stringify(alert('odd'))}`, 'text/plain'],
    ['an alert in a wrapper as text/plain', JSON.stringify({ event: alert('odd') }), 'text/plain'],
  ])('takes %s', async (_name, body, type = 'application/json') => {
    const answer = await post(body, { 'content-type': type });

    expect([answer.status, answer.json.accepted?.map(({ eventId }) => eventId)]).toEqual([202, ['odd']]);
  });

  it('takes a text that only begins like JSON as a text', async () => {
    const answer = await post('[alert] disk full', { 'content-type': 'text/plain' });

    expect(answer.json.accepted?.[0]?.eventId).toMatch(/^body-/);
  });

  it.each([
    ['a blank behind the token', `/webhook/guance/${TOKEN}%20`],
    ['a blank without width behind the token', `/webhook/guance/${TOKEN}%E2%80%8B`],
    ['a newline behind the token', `/webhook/guance/${TOKEN}%0A`],
    ['two slashes before the token', `/webhook/guance//${TOKEN}`],
    ['two slashes at the start', `//webhook/guance/${TOKEN}`],
    ['slashes at the end', `/webhook/guance/${TOKEN}//`],
  ])('knows its address with %s', async (_name, address) => {
    const body = JSON.stringify(alert('addressed'));
    const answer = await raw(
      `POST ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );

    expect(answer).toMatch(/^HTTP\/1.1 202 /);
  });

  it('refuses a wrong token with blanks behind it', async () => {
    expect((await receiver.send(alert('x'), { token: 'wrong-token-0000000000 ' })).status).toBe(401);
  });

  it('keeps no notice, however many come, and tells each form once', async () => {
    const spooled = () => fetch(`${receiver.metricsUrl}/metrics`).then((response) => response.text());
    const before = /guance_jira_spool_events (\d+)/.exec(await spooled())?.[1];
    const answer = await post(
      JSON.stringify([...Array.from({ length: 600 }, () => ({ ping: 1 })), alert('among')]),
      json,
    );
    await post(JSON.stringify({ ping: 2 }), json);

    expect(answer.json.accepted?.slice(-2)).toEqual([
      { eventId: expect.stringMatching(/^notice-/), status: 'ignored' },
      { eventId: 'among', status: 'spooled' },
    ]);
    const after = /guance_jira_spool_events (\d+)/.exec(await spooled())?.[1];
    expect(Number(after) - Number(before)).toBe(1);
    const lines = receiver.logged().split('\n');
    expect(lines.filter((line) => line.includes('delivery holds no alert') && line.includes('"ping"'))).toHaveLength(1);
    expect(lines.find((line) => line.includes('"ignored":600'))).toContain('"eventIds":["among"]');
    expect(lines.filter((line) => line.includes('"event handled"')).map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ outcome: 'ignored', reason: 'notice' }),
    );
  });

  it('refuses a real form', async () => {
    const answer = await post('a=1&b=2', { 'content-type': 'application/x-www-form-urlencoded' });

    expect([answer.status, answer.json.error?.code]).toEqual([415, 'unsupported_media_type']);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    'refuses the method %s and names the right one',
    async (method) => {
      const answer = await answerOf(fetch(`${receiver.url}${path}`, { method }));

      expect([answer.status, answer.json.error?.code, answer.headers.get('allow')]).toEqual([
        405,
        'method_not_allowed',
        'POST',
      ]);
    },
  );

  it.each(['/', '/webhook', '/webhook/guance/a/b', '/dashboard', '/metrics', '/%zz'])(
    'does not know %s',
    async (unknown) => {
      const answer = await answerOf(fetch(`${receiver.url}${unknown}`));

      expect([answer.status, answer.json.error?.code]).toEqual([404, 'not_found']);
    },
  );

  it('shows neither its framework nor an etag', async () => {
    const { headers } = await post('[]', json);

    expect([headers.get('x-powered-by'), headers.get('etag')]).toEqual([null, null]);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('takes every token of a rotation and names it by its label, never by its value', async () => {
    await receiver.send(alert('by-old'), { token: TOKEN });
    await receiver.send(alert('by-new'), { token: SECOND });
    const metrics = await (await fetch(`${receiver.metricsUrl}/metrics`)).text();

    expect(metrics).toMatch(/guance_jira_deliveries_total\{status="202",token="new"\} \d/);
    expect(metrics).toMatch(/guance_jira_deliveries_total\{status="202",token="old"\} \d/);
    expect(receiver.logged()).toMatch(/"tokenLabel":"new"/);
    expect(metrics + receiver.logged()).not.toMatch(/first-token|second-token/);
  });

  it('answers before the body is there when the token is wrong', async () => {
    const answer = await raw(
      'POST /webhook/guance/wrong-token-0000000000 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
      /\}\}/,
    );

    expect(answer).toMatch(/^HTTP\/1.1 401 /);
  });

  it('writes one line for a delivery, with what became of its events', async () => {
    await receiver.send([alert('line-1'), alert('line-2')]);
    const line = receiver
      .logged()
      .split('\n')
      .find((text) => text.includes('line-1'));

    expect(JSON.parse(line ?? '')).toMatchObject({
      message: 'delivery handled',
      status: 202,
      tokenLabel: 'old',
      events: 2,
      queued: 0,
      duplicate: 0,
      spooled: 2,
      eventIds: ['line-1', 'line-2'],
    });
  });

  it.each([
    ['a UUID', 'd5c4a5f2-6c1b-4e2a-9f3e-0123456789ab', true],
    ['an X-Ray id', 'Root=1-67891233-abcdef012345678912345678', true],
    ['a space', 'two words', false],
    ['a quote', 'a"b', false],
    ['nothing', '', false],
    ['129 characters', 'x'.repeat(129), false],
  ])('%s as X-Request-Id is echoed if it is sane, else made', async (_name, given, echoed) => {
    const answer = await receiver.send([alert('with-id')], { headers: { 'x-request-id': given } });
    const id = answer.headers.get('x-request-id');

    expect(id).toMatch(echoed ? /^/ : /^[0-9a-f-]{36}$/);
    expect(id === given).toBe(echoed);
    expect(lineWith(String(id))).toMatchObject({ message: 'delivery handled', requestId: id, status: 202 });
  });

  it('names the request in every refusal, and in its line with all that was decided', async () => {
    const headers = { ...json, 'x-request-id': 'refused-1' };
    const refused = await post('{"a":', headers);
    const unknown = await answerOf(fetch(`${receiver.url}/nowhere`, { headers: { 'x-request-id': 'nowhere-1' } }));
    const wrong = await receiver.send('{}', {
      token: 'wrong-token-0000000000',
      headers: { 'x-request-id': 'wrong-1' },
    });

    expect([refused, unknown, wrong].map(({ headers: sent }) => sent.get('x-request-id'))).toEqual([
      'refused-1',
      'nowhere-1',
      'wrong-1',
    ]);
    expect(lineWith('refused-1')).toMatchObject({
      level: 'warn',
      message: 'delivery handled',
      status: 400,
      code: 'invalid_json',
      tokenLabel: 'old',
      bytes: 5,
      events: 0,
      durationMs: expect.any(Number),
    });
    expect(receiver.logged()).not.toContain('/webhook/');
  });

  it('names the trace that the sender began', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const trace = (traceparent: string) => receiver.send([alert('traced')], { headers: { traceparent } });
    await trace(`00-${traceId}-00f067aa0ba902b7-01`);
    await trace('00-zz-00f067aa0ba902b7-01');

    const lines = receiver
      .logged()
      .split('\n')
      .filter((text) => text.includes('"traced"'));
    expect(lines.map((line) => JSON.parse(line).traceId)).toEqual([traceId, undefined]);
  });

  it('tells Prometheus what waits on disk, how long, and that Redis is away', async () => {
    await receiver.send(alert('on-disk'));
    const metrics = await (await fetch(`${receiver.metricsUrl}/metrics`)).text();

    expect(metrics).toMatch(/guance_jira_spool_events [1-9]/);
    expect(metrics).toMatch(/guance_jira_spool_bytes [1-9]\d{3}/);
    expect(metrics).toMatch(/guance_jira_spool_max_events 100000/);
    expect(metrics).toMatch(/guance_jira_oldest_event_age_seconds\{where="spool"\} [\d.]+/);
    expect(metrics).not.toMatch(/where="queue"/);
    expect(metrics).toMatch(/guance_jira_redis_up 0/);
    expect(metrics).toMatch(/guance_jira_accepted_events_total\{status="duplicate"\} 0/);
    expect(metrics).toMatch(/guance_jira_build_info\{service="receiver",version="[\d.]+",node="[\d.]+"\} 1/);
  });

  it('takes with a bound token the events of its workspaces alone', async () => {
    const bound = await startTestReceiver(NO_REDIS, {
      SPOOL_DIR: `${dir.path}/bound`,
      WEBHOOK_TOKENS: `prod@wksp_1+wksp_2:${TOKEN},all:${SECOND}`,
    });
    const send = (token: string, ...events: unknown[]) =>
      answerOf(
        fetch(`${bound.url}/webhook/guance/${token}`, { method: 'POST', body: JSON.stringify(events), headers: json }),
      );
    const of = (id: string, df_workspace_uuid?: string) => ({ ...alert(id), df_workspace_uuid });
    try {
      const wrong = await send(TOKEN, of('a', 'wksp_3'));
      expect([wrong.status, wrong.json.error?.code]).toEqual([403, 'wrong_workspace']);
      expect((await send(TOKEN, of('b'))).status).toBe(403);
      expect((await send(SECOND, of('a', 'wksp_3'), of('b'))).status).toBe(202);
      // A press of the test button says nothing of a workspace.
      expect((await send(TOKEN, {})).status).toBe(202);

      const mixed = await send(TOKEN, of('c', 'wksp_1'), of('d', 'wksp_3'), {}, of('e', 'wksp_2'));
      expect(mixed.status).toBe(202);
      expect(mixed.json).toEqual({
        accepted: [
          { eventId: 'c', status: 'spooled' },
          { eventId: expect.stringMatching(/^notice-/), status: 'ignored' },
          { eventId: 'e', status: 'spooled' },
        ],
        refused: [{ eventId: 'd', code: 'wrong_workspace' }],
      });
    } finally {
      await bound.close();
    }
  });

  it('answers 429 beyond the budget of a token, and takes what comes with another', async () => {
    const small = await startTestReceiver(NO_REDIS, {
      SPOOL_DIR: `${dir.path}/budget`,
      WEBHOOK_TOKENS: `old:${TOKEN},new:${SECOND}`,
      WEBHOOK_EVENTS_PER_MINUTE: '3',
    });
    try {
      expect((await small.send([alert('b1'), alert('b2'), alert('b3')])).status).toBe(202);
      const over = await small.send([alert('b4')]);
      const other = await small.send([alert('b5')], { token: SECOND });
      const metrics = await (await fetch(`${small.metricsUrl}/metrics`)).text();

      expect([over.status, over.json.error?.code, over.headers.get('retry-after')]).toEqual([
        429,
        'too_many_events',
        '20',
      ]);
      expect(other.status).toBe(202);
      expect(metrics).toContain('guance_jira_deliveries_total{status="429",token="old"} 1');
    } finally {
      await small.close();
    }
  });

  it('limits wrong tokens, and still takes the right one', async () => {
    const wrong = () => receiver.send('{}', { token: 'wrong-token-0000000000' });
    const answers = await Promise.all(Array.from({ length: 25 }, wrong));
    const last = await wrong();

    expect(answers[0]?.json.error?.code).toBe('unauthorized');
    expect([last.status, last.json.error?.code]).toEqual([429, 'too_many_requests']);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await receiver.send(alert('right'))).status).toBe(202);
    expect((await receiver.send('{}', { token: '%E0%A4%A' })).json.error?.code).toBe('too_many_requests');
    expect(receiver.logged()).not.toContain('wrong-token');
  });

  /** The log line that holds this text. */
  function lineWith(text: string): unknown {
    const line = receiver
      .logged()
      .split('\n')
      .find((one) => one.includes(`"${text}"`));
    return JSON.parse(line ?? '{}');
  }

  /** Sends bytes as they are; resolves with the answer at the end of the connection, or when `enough` is there. */
  function raw(request: string, enough?: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(new URL(receiver.url).port), '127.0.0.1', () => socket.write(request));
      const end = () => {
        socket.destroy();
        resolve(answer);
      };
      socket.on('data', (chunk) => {
        answer += String(chunk);
        if (enough?.test(answer)) end();
      });
      socket.on('end', end).on('error', reject);
    });
  }
});
