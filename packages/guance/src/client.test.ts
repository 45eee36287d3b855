import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openGuance } from './client.ts';
import { GuanceFailure } from './failure.ts';

const WORKSPACE = 'wksp_1';
const KEY = 'a-key-of-the-workspace';

interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: unknown;
}
type Answer = { status: number; body: string; headers?: Record<string, string> } | 'none';

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function guance(answer: Answer, timeoutMs = 2_000) {
  const asked: Asked[] = [];
  const server = createServer((req, res) => {
    let text = '';
    req.on('data', (chunk) => {
      text += String(chunk);
    });
    req.on('end', () => {
      const { method = '', url = '', headers } = req;
      asked.push({ method, url, headers, body: text === '' ? undefined : JSON.parse(text) });
      if (answer === 'none') req.socket.destroy();
      else res.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { api: openGuance({ baseUrl, fetch, timeoutMs }, new Map([[WORKSPACE, KEY]])), asked };
}

const ok = (content: unknown): Answer => ({
  status: 200,
  body: JSON.stringify({ code: 200, content, errorCode: '', message: '', success: true, traceId: 'TRACE-1' }),
});
const no = (status: number, code: number, message = 'no', headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: JSON.stringify({ code, content: {}, errorCode: 'ft.No', message, success: false, traceId: 'TRACE-1' }),
});

const limited = (errorCode: string): Answer => ({
  status: 401,
  body: JSON.stringify({ code: 401, content: {}, errorCode, message: 'slow down', success: false, traceId: 'TRACE-1' }),
});

describe("the client of Guance's OpenAPI", () => {
  it('asks for the newest event of objects in one query, and reads it whatever stands beside its columns', async () => {
    const columns = ['time', '__docid', 'df_event_id', 'df_title', 'df_status', 'df_fault_status'];
    const row = (at: number, id: string, status: string) => [at, `E_${id}`, `event-${id}`, id, status, null];
    const series = [
      {
        name: 'monitor',
        tags: { df_monitor_checker_event_ref: 'r1' },
        columns,
        values: [row(2, 'b', 'ok'), row(1, 'a', 'error')],
      },
      { columns: [...columns, 'df_monitor_checker_event_ref'], values: [[...row(5, 'c', 'error'), 'r2'], ['odd']] },
    ];
    const { api, asked } = await guance(ok({ data: [{ series }, { series: null }] }));

    const found = await api.newest(WORKSPACE, ['r1', 'r2', "r3'] } by x"], { from: 10, to: 20 });

    expect(found).toEqual([
      { docId: 'E_b', eventId: 'event-b', ref: 'r1', at: 2, title: 'b', recovered: true },
      { docId: 'E_c', eventId: 'event-c', ref: 'r2', at: 5, title: 'c', recovered: false },
    ]);
    expect(asked).toMatchObject([
      {
        method: 'POST',
        url: '/api/v1/df/query_data_v1',
        body: { queries: [{ qtype: 'dql', query: { timeRange: [10, 20], slimit: 2 } }] },
      },
    ]);
    expect(JSON.stringify(asked[0]?.body)).toContain("in ['r1', 'r2'] } by `df_monitor_checker_event_ref`");
    expect(await api.newest(WORKSPACE, ["'"], { from: 10, to: 20 })).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('reads an event with all its fields, and which workspace a key is of', async () => {
    const event = await guance(ok({ __docid: 'E_1', Result: '0.01', time: 1_642_563_300_000 }));
    expect(await event.api.event(WORKSPACE, 'E_1')).toEqual({
      __docid: 'E_1',
      Result: '0.01',
      time: 1_642_563_300_000,
    });
    expect(event.asked[0]?.url).toBe('/api/v1/events/E_1/get');

    const workspace = await guance(ok({ uuid: 'wksp_2', name: 'x' }));
    expect(await workspace.api.workspaceOf(WORKSPACE)).toBe('wksp_2');
    expect(workspace.asked[0]?.url).toBe('/api/v1/workspace/get');
  });

  it('restores by the reference of the object, with the key of its workspace', async () => {
    const { api, asked } = await guance(ok(true));

    await api.restore(WORKSPACE, 'a ref&more');

    expect(asked).toMatchObject([
      {
        method: 'GET',
        url: '/api/v1/keyevent/restore?monitorCheckerEventRef=a+ref%26more',
        headers: { 'df-api-key': KEY },
      },
    ]);
  });

  it('mutes one object of a monitor, with an end, in the wall time of a zone that it names', async () => {
    const { api, asked } = await guance(ok({ uuid: 'mute_1' }));

    const id = await api.mute(WORKSPACE, {
      ...{ name: 'n', description: 'OPS-1', monitor: { id: 'rul_1', name: 'cpu' }, tags: { host: 'web-1' } },
      ...{ from: Date.UTC(2026, 10, 30, 16, 0, 1), until: Date.UTC(2026, 11, 7, 16, 0, 1) },
    });

    expect(id).toBe('mute_1');
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/api/v1/monitor/mute/create' });
    expect(asked[0]?.body).toEqual({
      ...{ name: 'n', description: 'OPS-1', type: 'checker', repeatTimeSet: 0, timezone: 'Asia/Shanghai' },
      muteRanges: [{ name: 'cpu', checkerUUID: 'rul_1' }],
      tags: { host: ['web-1'] },
      ...{ startTime: '2026/12/01 00:00:01', endTime: '2026/12/08 00:00:01' },
    });
  });

  it('reads the list of open faults as the documentation prints it', async () => {
    const fault = {
      ...{ __docid: 'E_1', df_event_id: 'event-1', df_monitor_checker_event_ref: 'r', df_status: 'critical' },
      ...{
        date: 1642563300000,
        df_title: 't',
        df_meta: '{"check_targets":[{"dql":"M::`cpu`"}]}',
        alert_time_ranges: [[1642541760000, null]],
      },
    };
    const { api, asked } = await guance(ok({ data: [fault], limit: 20, offset: 0, total_count: 1 }));

    expect(await api.openFaults(WORKSPACE, { from: 1, to: 2, ref: 'r' })).toEqual([
      {
        ...{ docId: 'E_1', eventId: 'event-1', ref: 'r', status: 'critical', title: 't' },
        ...{ at: 1642563300000, since: 1642541760000, dql: 'M::`cpu`' },
      },
    ]);
    expect(asked[0]?.body).toMatchObject({
      timeRange: [1, 2],
      filters: [{ name: 'df_monitor_checker_event_ref', operation: '=', value: ['r'] }],
    });
  });

  it('reads the list page by page, goes on where Guance counts more, and past what nobody can read', async () => {
    const fault = {
      ...{ __docid: 'E_1', df_event_id: 'event-1', df_monitor_checker_event_ref: '', df_status: 'critical' },
      ...{ date: '1642563300000', df_meta: { check_targets: [] }, alert_time_ranges: [['1642541760000', null]] },
    };
    const data = [fault, { ...fault, df_event_id: null }, 'odd', { ...fault, date: 'yesterday' }];
    const read = async (content: object, offset = 0) => {
      const { api } = await guance(ok({ data, ...content }));
      return api.openPage(WORKSPACE, { from: 1, to: 2, offset });
    };

    expect(await read({ total_count: 9 })).toEqual({
      faults: [
        {
          ...{ docId: 'E_1', eventId: 'event-1', ref: null, status: 'critical', title: '' },
          ...{ at: 1642563300000, since: 1642541760000, dql: null },
        },
      ],
      ...{ unread: 3, next: 4 },
    });
    expect((await read({ total_count: 9 }, 5)).next).toBeNull();
    expect((await read({})).next).toBeNull();
    expect((await read({ data: [], total_count: 9 })).next).toBeNull();
    const { api } = await guance(ok({ data }));
    await expect(api.openFaults(WORKSPACE, { from: 1, to: 2, ref: 'r' })).rejects.toMatchObject({ kind: 'ambiguous' });
  });

  it('asks for log lines in one row each, the newest, and gives them oldest first', async () => {
    const series = [
      {
        columns: ['time', 'message'],
        values: [
          [2, 'b'],
          [1, 'a'],
        ],
      },
    ];
    const { api, asked } = await guance(ok({ data: [{ series }] }));

    expect(await api.logLines(WORKSPACE, { query: 'L::x', from: 1, until: 2, limit: 5 })).toEqual([
      { at: 1, text: 'a' },
      { at: 2, text: 'b' },
    ]);
    expect(asked[0]?.body).toEqual({
      queries: [
        {
          qtype: 'dql',
          query: { q: 'L::x', timeRange: [1, 2], limit: 5, orderby: [{ time: 'desc' }], disableMultipleField: false },
        },
      ],
    });
  });

  it('an answer that is computed still is none', async () => {
    const { api } = await guance(ok({ data: [{ is_running: true, series: null }] }));

    await expect(api.logLines(WORKSPACE, { query: 'L::x', from: 1, until: 2, limit: 5 })).rejects.toMatchObject({
      kind: 'ambiguous',
    });
  });

  it('reads since when a fault stands from the last of its ranges, and leaves it open where there is none', async () => {
    const fault = { __docid: 'E', df_event_id: 'e', df_status: 'critical', date: 9 };
    const ranges = [
      [
        [1, 2],
        [5, null],
      ],
      [[1, 2]],
      [],
      'odd',
      undefined,
    ];
    const { api } = await guance(ok({ data: ranges.map((alert_time_ranges) => ({ ...fault, alert_time_ranges })) }));

    const open = await api.openFaults(WORKSPACE, { from: 1, to: 2 });
    expect(open.map(({ since }) => since)).toEqual([5, null, null, null, null]);
  });

  it('finds a mute by its name, or where the list tells none, as documented, by its end', async () => {
    const list = [
      { uuid: 'other', end: 1642576352 },
      { uuid: 'odd' },
      { uuid: 'named', name: 'n' },
      { uuid: 'ours', end: 1642576351 },
    ];
    const { api, asked } = await guance(ok(list));

    expect(await api.mutes(WORKSPACE, { name: 'n' })).toEqual({
      mutes: [
        { id: 'other', name: null, until: 1642576352000 },
        { id: 'odd', name: null, until: null },
        { id: 'named', name: 'n', until: null },
        { id: 'ours', name: null, until: 1642576351000 },
      ],
      more: false,
    });
    expect(asked[0]?.url).toBe('/api/v1/monitor/mute/list?search=n&pageIndex=1&pageSize=100');
  });

  it.each([
    ['a full page', 100, undefined, true],
    ['one that is not full', 99, undefined, false],
    ['one of which Guance says that more follow', 50, { count: 50, pageIndex: 2, pageSize: 50, totalCount: 101 }, true],
    ['the last as Guance tells it', 50, { count: 50, pageIndex: 2, pageSize: 50, totalCount: 100 }, false],
    ['none, whatever is said of it', 0, { count: 0, pageIndex: 2, pageSize: 50, totalCount: 999 }, false],
    ['one of which it says something odd', 3, 'odd', false],
  ])('lists mutes page by page: %s', async (_name, count, pageInfo, more) => {
    const content = Array.from({ length: count }, (_, at) => ({ uuid: `mute_${at}`, name: 'n', end: 1 }));
    const body = JSON.stringify({ code: 200, content, success: true, ...(pageInfo ? { pageInfo } : {}) });
    const { api, asked } = await guance({ status: 200, body });

    expect((await api.mutes(WORKSPACE, { name: 'n', page: 2, standing: true })).more).toBe(more);
    expect(asked[0]?.url).toBe(
      '/api/v1/monitor/mute/list?search=n&pageIndex=2&pageSize=100&workStatus=pending_activation%2Cactive',
    );
  });

  it.each([
    ['by its status', no(404, 404)],
    ['inside a 200', no(200, 404)],
  ])('takes a mute back, and one that is gone for taken back: %s', async (_name, gone) => {
    const { api, asked } = await guance(gone);

    await api.lift(WORKSPACE, 'mute_1');

    expect(asked).toMatchObject([{ method: 'POST', url: '/api/v1/monitor/mute/mute_1/delete', body: null }]);
  });

  it.each<[string, Answer, string]>([
    ['a refusal', no(400, 400), 'refused'],
    ['a refusal that comes as 200', no(200, 400), 'refused'],
    ['a wrong key', no(401, 401), 'unauthorized'],
    ['a wrong key that comes as 200', no(200, 403), 'unauthorized'],
    ['a wrong key, without any content', { status: 403, body: '{"code":403,"success":false}' }, 'unauthorized'],
    ['one request too many', limited('ft.TriggerApiAkCurrentLimiting'), 'throttled'],
    ['one too many of the workspace', limited('ft.TriggerApiWorkspaceCurrentLimiting'), 'throttled'],
    ['one too many by its status', no(429, 429), 'throttled'],
    ['one too many by a gateway', { status: 429, body: 'slow down' }, 'throttled'],
    ['an error inside', no(500, 500), 'ambiguous'],
    ['a page of a proxy', { status: 502, body: '<html>Bad gateway</html>' }, 'ambiguous'],
    ['a login page', { status: 200, body: '<html>Log in</html>' }, 'ambiguous'],
    ['a redirect', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }, 'ambiguous'],
    ['a lost answer', 'none', 'ambiguous'],
  ])('tells %s from the others', async (_name, answer, kind) => {
    const { api } = await guance(answer);

    await expect(api.restore(WORKSPACE, 'r')).rejects.toMatchObject({ name: 'GuanceFailure', kind });
  });

  it('reads no more of an answer than any of Guance has', async () => {
    let sent = 0;
    const server = createServer((_req, res) => {
      const part = Buffer.alloc(1024 * 1024, 32);
      const write = () => {
        if (res.destroyed) return;
        sent += 1;
        res.write(part, () => (sent < 60 ? write() : res.end('{}')));
      };
      write();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const api = openGuance({ baseUrl, fetch, timeoutMs: 60_000 }, new Map([[WORKSPACE, KEY]]));

    const failure = await api.restore(WORKSPACE, 'r').catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'ambiguous', message: expect.stringContaining('larger than') });
    expect(sent).toBeLessThan(50);
  });

  it('says how long Guance asks to wait, and what it said, without the key', async () => {
    const { api } = await guance(no(429, 429, `the key ${KEY} asks too often`, { 'retry-after': '7' }));

    const failure = await api.restore(WORKSPACE, 'r').catch((error: unknown) => error);
    expect(failure).toMatchObject({ retryAfterMs: 7_000, status: 429 });
    expect(String(failure)).toContain('asks too often');
    expect(JSON.stringify(failure) + String(failure)).not.toContain(KEY);
  });

  it('knows that nothing was sent where nobody listens', async () => {
    const { api } = await guance(ok(true));
    for (const server of servers.splice(0)) server.close();

    await expect(api.restore(WORKSPACE, 'r')).rejects.toMatchObject({ kind: 'not_executed' });
  });

  it('asks nothing for a workspace without a key', async () => {
    const { api, asked } = await guance(ok(true));

    await expect(api.restore('wksp_other', 'r')).rejects.toBeInstanceOf(GuanceFailure);
    expect([api.hasKey(WORKSPACE), api.hasKey('wksp_other'), asked.length]).toEqual([true, false, 0]);
  });
});
