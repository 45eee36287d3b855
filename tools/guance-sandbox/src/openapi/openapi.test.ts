import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Client, withSandbox } from '../testing.ts';
import { kinds, routes } from './route-table.ts';

const range = () => [Date.now() - 3600_000, Date.now() + 1000];

function objectOf({ sandbox }: Client, id = 'cpu-web-01') {
  const found = sandbox.control.state().objects.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no object ${id}`);
  return found;
}

function muteOf(client: Client, more: object = {}) {
  return {
    ...{
      name: 'guance-jira OPS-1',
      description: 'OPS-1',
      type: 'checker',
      repeatTimeSet: 0,
      timezone: 'Asia/Shanghai',
    },
    ...{ startTime: '2026/01/01 00:00:00', endTime: '2126/01/01 00:00:00' },
    muteRanges: [{ name: 'cpu', checkerUUID: objectOf(client).monitorId }],
    tags: { host: ['web-01'] },
    ...more,
  };
}

describe('the OpenAPI', () => {
  it('tells the newest event of objects, recovered or not, and refuses a query that it does not know', async () => {
    await withSandbox({}, async (client) => {
      const { sandbox, api } = client;
      const [one, two] = [objectOf(client), objectOf(client, 'cpu-web-02')];
      sandbox.control.fire('cpu-web-01');
      sandbox.control.fire('cpu-web-02');
      const recovery = sandbox.control.recover('cpu-web-01');
      const ask = (rest: string) =>
        api('POST', '/df/query_data_v1', {
          queries: [
            {
              qtype: 'dql',
              query: { q: `E::\`monitor\`:(\`df_event_id\`, \`df_status\`) ${rest}`, timeRange: range() },
            },
          ],
        });
      const found = await ask(
        `{ df_monitor_checker_event_ref in ['${one.ref}', 'none'] } by \`df_monitor_checker_event_ref\``,
      );
      expect(found.content).toMatchObject({
        data: [
          {
            series: [
              {
                tags: { df_monitor_checker_event_ref: one.ref },
                values: [[expect.any(Number), recovery?.df_event_id, 'ok']],
              },
            ],
          },
        ],
      });
      const faults = await ask(
        "{ df_monitor_checker_event_ref = exists() } by `df_monitor_checker_event_ref` having df_fault_status = 'fault' sorder by create_time desc",
      );
      expect(faults.content).toMatchObject({
        data: [{ series: [{ tags: { df_monitor_checker_event_ref: two.ref } }] }],
      });
      expect((await ask('limit 3')).status).toBe(400);
      expect((await api('GET', '/workspace/get')).content).toMatchObject({ uuid: sandbox.workspaceUuid });
    });
  });

  it('answers in one envelope, and knows every key but its own as wrong', async () => {
    await withSandbox({}, async ({ api }) => {
      expect((await api('GET', '/monitor/mute/list')).json).toEqual({
        ...{ code: 200, content: [], errorCode: '', message: '', success: true },
        pageInfo: { count: 0, pageIndex: 1, pageSize: 10, totalCount: 0 },
        traceId: expect.stringMatching(/^TRACE-/),
      });
      const refused = await api('GET', '/monitor/mute/list', undefined, 'another');
      expect(refused.json).toMatchObject({ code: 403, errorCode: 'ft.InvalidAPIKey', success: false });
      expect((await api('GET', '/no/such/thing')).status).toBe(404);
    });
  });

  it('refuses with a 401 what is more than 20 requests in a minute', async () => {
    let now = 1_796_000_000_000;
    const clock = { now: () => now };
    await withSandbox(
      {},
      async ({ api }) => {
        const ask = async () => (await api('GET', '/monitor/mute/list')).json.errorCode;
        const codes = [];
        for (let time = 0; time < 21; time += 1) codes.push(await ask());
        expect(codes.slice(0, 20)).toEqual(Array(20).fill(''));
        expect(codes[20]).toBe('ft.TriggerApiAkCurrentLimiting');
        now += 60_000;
        expect(await ask()).toBe('');
      },
      clock,
    );
  });

  it('restores what stands, which makes a recovery and sends it', async () => {
    await withSandbox({}, async (client) => {
      const { sandbox, api, received } = client;
      const fired = sandbox.control.fire('cpu-web-01');
      const { ref } = objectOf(client);
      const path = `/keyevent/restore?monitorCheckerEventRef=${ref}`;
      expect((await api('GET', path)).content).toBe(true);
      await sandbox.settled();
      expect(received.at(-1)).toMatchObject({
        ...{ df_status: 'ok', df_sub_status: 'manual_ok', df_fault_id: fired.df_event_id },
        df_monitor_checker_event_ref: ref,
      });
      expect(objectOf(client).status).toBe('ok');
      expect((await api('GET', path)).content).toBe(true);
      await sandbox.settled();
      expect(received).toHaveLength(2);
      expect(sandbox.control.state().restores.map(({ eventId }) => eventId)).toEqual([received[1]?.df_event_id, null]);
      expect((await api('GET', '/keyevent/restore')).status).toBe(400);
    });
  });

  it('lists the newest event of each object that is not well', async () => {
    await withSandbox({}, async (client) => {
      const { sandbox, api } = client;
      sandbox.control.fire('cpu-web-01');
      const newest = sandbox.control.fire('cpu-web-01', { level: 'warning', notify: false });
      sandbox.control.fire('cpu-web-02');
      sandbox.control.recover('cpu-web-02');
      const { content } = await api('POST', '/events/abnormal/list', { timeRange: range(), limit: 100 });
      expect(content).toMatchObject({
        data: [{ df_event_id: newest.df_event_id, df_status: 'warning', df_title: newest.df_title }],
        ...{ limit: 100, offset: 0, total_count: 1 },
      });
      const filters = (value: string) => [{ name: 'df_monitor_checker_event_ref', operation: '=', value: [value] }];
      const ask = async (more: object) =>
        (await api('POST', '/events/abnormal/list', { timeRange: range(), ...more })).content;
      expect(await ask({ filters: filters(objectOf(client).ref) })).toMatchObject({ total_count: 1 });
      expect(await ask({ filters: filters('another') })).toMatchObject({ total_count: 0 });
      expect(await ask({ lastStatus: 'critical' })).toMatchObject({ total_count: 0 });
      expect(await ask({ offset: 1 })).toMatchObject({ data: [], total_count: 1 });
    });
  });

  it.each([
    ['no timeRange', {}],
    ['more than six hours', { timeRange: [0, 6 * 3600_000 + 1] }],
    ['too many at once', { timeRange: [0, 1], limit: 101 }],
  ])('refuses a list with %s', async (_, body) => {
    await withSandbox({}, async ({ api }) => {
      expect((await api('POST', '/events/abnormal/list', body)).status).toBe(400);
    });
  });

  it('gives one event with its numbers as texts and its times in milliseconds', async () => {
    await withSandbox({}, async ({ sandbox, api }) => {
      const event = sandbox.control.fire('cpu-web-01');
      const { content } = await api('POST', '/events/abnormal/list', { timeRange: range() });
      const [{ __docid }] = Object(content).data;
      expect((await api('GET', `/events/${__docid}/get`)).content).toMatchObject({
        ...{ df_event_id: event.df_event_id, Result: '98.4', df_date_range: '60', host: 'web-01' },
        time: expect.any(Number),
      });
      expect((await api('GET', '/events/E_other/get')).status).toBe(404);
    });
  });

  it('mutes until it is turned off, lifted or over', async () => {
    await withSandbox({ requestsPerMinute: null }, async (client) => {
      const { sandbox, api, received } = client;
      const silent = async () => {
        const before = received.length;
        const event = sandbox.control.fire('cpu-web-01');
        await sandbox.settled();
        return [event.df_is_silent, received.length - before];
      };
      const { content } = await api('POST', '/monitor/mute/create', muteOf(client));
      const { uuid, end } = Object(content);
      expect(end).toBe(Date.parse('2125-12-31T16:00:00Z') / 1000);
      expect(await silent()).toEqual(['true', 0]);
      expect((await api('GET', '/monitor/mute/list?search=OPS-1&workStatus=active')).content).toMatchObject([{ uuid }]);
      expect((await api('GET', '/monitor/mute/list?search=OPS-2')).content).toEqual([]);
      expect((await api('POST', `/monitor/mute/${uuid}/disable`, null)).content).toBe(true);
      expect(await silent()).toEqual(['false', 1]);
      await api('POST', `/monitor/mute/${uuid}/enable`, null);
      expect(await silent()).toEqual(['true', 0]);
      await api('POST', `/monitor/mute/${uuid}/modify`, muteOf(client, { endTime: '2026/01/02 00:00:00' }));
      expect(await silent()).toEqual(['false', 1]);
      expect((await api('POST', `/monitor/mute/${uuid}/delete`, null)).content).toEqual({});
      expect((await api('POST', `/monitor/mute/${uuid}/delete`, null)).status).toBe(404);
    });
  });

  it.each([
    ['a time that is none', { endTime: 'tomorrow' }],
    ['an end before its begin', { endTime: '2025/01/01 00:00:00' }],
    ['no zone', { timezone: 'Mars' }],
    ['an expression, which it cannot read', { filterString: 'host:web-01' }],
    ['a kind that there is not', { type: 'host' }],
  ])('refuses a mute with %s', async (_, wrong) => {
    await withSandbox({}, async (client) => {
      expect((await client.api('POST', '/monitor/mute/create', muteOf(client, wrong))).status).toBe(400);
      expect(client.sandbox.control.state().mutes).toEqual([]);
    });
  });

  it('draws a chart for who has the clientToken', async () => {
    await withSandbox({}, async ({ sandbox }) => {
      const ask = (token: string) =>
        fetch(`${sandbox.url}/api/v1/chart_image/get?clientToken=${token}&q=M::cpu&startTime=1&endTime=2`);
      const picture = await ask('wctn_sandbox');
      expect(picture.headers.get('content-type')).toBe('image/png');
      expect(
        Buffer.from(await picture.arrayBuffer())
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');
      expect((await ask('another')).status).toBe(403);
      expect(JSON.stringify(sandbox.control.requests())).not.toContain('wctn_sandbox');
    });
  });
});

it('the README names every endpoint and kind of fault', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const { path } of routes) expect(readme).toContain(`/api/v1${path}`);
  for (const kind of kinds) expect(readme).toContain(`\`${kind}\``);
});
