import { describe, expect, it } from 'vitest';
import { type Client, withSandbox } from '../testing.ts';

const page = async ({ sandbox }: Client, path = '/', headers: Record<string, string> = {}) =>
  fetch(sandbox.url + path, { headers });
const press = ({ sandbox }: Client, path: string, level: string, headers: Record<string, string> = {}) =>
  fetch(`${sandbox.url}${path}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ level }), headers });

describe('the page', () => {
  it('makes an event by a button, and comes back to its object', async () => {
    await withSandbox({}, async (client) => {
      const answer = await press(client, '/objects/cpu-web-02', 'error');
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/#o-cpu-web-02']);
      await client.sandbox.settled();
      expect(client.received).toMatchObject([{ df_status: 'error', host: 'web-02' }]);
      await press(client, '/objects/cpu-web-02', 'ok');
      await client.sandbox.settled();
      expect(client.received.at(-1)).toMatchObject({ df_status: 'ok', df_sub_status: 'ok' });
      expect((await press(client, '/objects/other', 'error')).status).toBe(404);
    });
  });

  it.each([[{ origin: 'http://evil.example' }], [{ 'sec-fetch-site': 'cross-site' }]])(
    'is pressed by itself alone: %j',
    async (headers) => {
      await withSandbox({}, async (client) => {
        expect((await press(client, '/objects/cpu-web-01', 'error', headers)).status).toBe(403);
        expect(client.sandbox.control.state().events).toEqual([]);
      });
    },
  );

  it('speaks the language of the browser, and the one that was chosen', async () => {
    await withSandbox({}, async (client) => {
      const lang = async (path: string, headers: Record<string, string>) =>
        /<html lang="(.*?)"/.exec(await (await page(client, path, headers)).text())?.[1];
      expect(await lang('/', { 'accept-language': 'zh-CN,zh;q=0.9' })).toBe('zh-CN');
      expect(await lang('/', { 'accept-language': 'de' })).toBe('en');
      expect(await lang('/?lang=zh', { 'accept-language': 'en' })).toBe('zh-CN');
      expect(await lang('/', { 'accept-language': 'en', cookie: 'guance_sandbox_lang=zh' })).toBe('zh-CN');
    });
  });

  it('shows what was sent, muted, restored and asked, escaped and without the token', async () => {
    await withSandbox({ jiraUrl: 'http://127.0.0.1:8090/' }, async (client) => {
      const { sandbox, api } = client;
      const evil = '<img src=x onerror=alert(1)>';
      sandbox.control.watch({ monitor: 'cpu', tags: { host: evil } });
      sandbox.control.fire('cpu-web-01');
      await sandbox.settled();
      const [object] = sandbox.control.state().objects;
      await api('GET', `/keyevent/restore?monitorCheckerEventRef=${object?.ref}`);
      await api('POST', '/monitor/mute/create', {
        ...{ name: evil, description: 'OPS-7', type: 'checker', repeatTimeSet: 0, timezone: 'UTC' },
        ...{ startTime: '2026/01/01 00:00:00', endTime: '2126/01/01 00:00:00' },
      });
      const answer = await page(client);
      const text = await answer.text();
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      for (const shown of [
        'OPS-7',
        '2126/01/01 00:00:00',
        'in force',
        '202',
        'keyevent/restore',
        'http://127.0.0.1:8090/',
      ])
        expect(text).toContain(shown);
      expect(text).not.toContain('<img');
      expect(text).not.toContain('a-secret-token');
    });
  });

  it('offers to turn the target on again', async () => {
    await withSandbox({ disableAfterFailures: 1 }, async (client) => {
      client.answerWith(500);
      client.sandbox.control.fire('cpu-web-01');
      await client.sandbox.settled();
      expect(await (await page(client)).text()).toContain('Turned off after 1');
      await press(client, '/target/enable', '');
      expect(client.sandbox.control.state().target.disabled).toBe(false);
    });
  });

  it('shows an event at the address that the event has in it', async () => {
    await withSandbox({}, async (client) => {
      const event = client.sandbox.control.fire('log-orders');
      const link = String(event.df_event_link);
      expect(link.startsWith(`${client.sandbox.url}/keyevents/monitor?time=`)).toBe(true);
      expect(await (await fetch(link)).text()).toContain(String(event.df_event_id));
      expect((await page(client, '/keyevents/monitor?tags=x')).status).toBe(404);
    });
  });
});

describe('the control API', () => {
  it('does over HTTP what a test does in its own process', async () => {
    await withSandbox({}, async ({ sandbox }) => {
      const control = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
        const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
        const answer = await fetch(`${sandbox.controlUrl}/_sandbox${path}`, init);
        return { status: answer.status, json: await answer.json() };
      };
      const { json } = await control('POST', '/objects', { monitor: 'cpu', tags: { host: 'n-1' } });
      expect(json).toEqual({ id: 'cpu-n-1' });
      expect((await control('POST', '/objects/cpu-n-1/fire', { level: 'error' })).json.event.df_status).toBe('error');
      expect((await control('POST', '/objects/cpu-n-1/recover')).json.event.df_status).toBe('ok');
      expect((await control('PUT', '/settings', { webhookUrl: null })).status).toBe(200);
      expect((await control('POST', '/faults', { path: 'any', action: 'html200' })).json).toEqual({ id: 1 });
      expect((await control('DELETE', '/faults')).status).toBe(200);
      expect((await control('GET', '/requests')).json).toEqual({ requests: [] });
      expect((await control('GET', '/state')).json.events).toHaveLength(2);
      expect((await control('POST', '/objects/none/fire')).status).toBe(400);
      expect((await control('POST', '/reset')).status).toBe(200);
      expect((await control('POST', '/target/enable')).status).toBe(200);
      expect((await control('GET', '/state')).json.events).toEqual([]);
      expect((await control('GET', '/state', undefined, { origin: 'http://evil.example' })).status).toBe(403);
      expect((await control('GET', '/other')).status).toBe(404);
    });
  });
});
