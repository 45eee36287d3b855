import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requestFor } from './request.ts';
import { createSend } from './send.ts';
import type { NotifyKind, NotifyTarget } from './settings.ts';
import { type Facts, textOf } from './texts.ts';

interface Got {
  method: string | undefined;
  url: URL;
  type: string | undefined;
  body: Record<string, unknown>;
}

/** A chat's robot: notes what it gets and answers as it is told. */
const got: Got[] = [];
let answer: { status: number; body: string; headers?: Record<string, string> } | 'hang';
let base: string;
const server = createServer(async (request, response) => {
  got.push({
    method: request.method,
    url: new URL(request.url ?? '', base),
    type: request.headers['content-type'],
    body: await jsonOf(request),
  });
  if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end(answer.body);
});
const { send, close } = createSend(500);

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  answer = { status: 200, body: '{"errcode":0,"errmsg":"ok","code":0,"msg":"success"}' };
});
afterEach(() => void got.splice(0));
afterAll(async () => {
  await close();
  server.closeAllConnections();
  server.close();
});

const NOW = Date.UTC(2026, 10, 25, 12, 0);
const FACTS: Facts = {
  ...{ condition: 'failed_events', say: 'ill', since: NOW, now: NOW, from: 'worker @ a (guance-jira)' },
  details: { count: 2, reasons: '<at user_id="all">&<!channel> @all [x](http://y)' },
};

async function sendTo(kind: NotifyKind, change: Partial<NotifyTarget> = {}): Promise<Got | undefined> {
  const target: NotifyTarget = {
    kind,
    url: `${base}/robot/send?access_token=t`,
    secret: undefined,
    language: 'zh',
    ...change,
  };
  await send(kind, requestFor(target, textOf(FACTS, target.language), FACTS));
  return got[0];
}

describe('a message', () => {
  it('to DingTalk is a text with the word that a keyword check asks for', async () => {
    const seen = await sendTo('dingtalk');

    expect(seen).toMatchObject({ method: 'POST', type: 'application/json; charset=utf-8', body: { msgtype: 'text' } });
    expect(seen?.url.search).toBe('?access_token=t');
    expect(contentOf(seen, 'text', 'content')).toMatch(/^\[guance-jira\] 故障：有事件处理失败（2 个）\n最近的原因：/);
  });

  it('to DingTalk is signed in the address, where the robot asks for it', async () => {
    const seen = await sendTo('dingtalk', { secret: 'SEC+/=' });

    const { searchParams } = seen?.url ?? new URL(base);
    expect(searchParams.get('access_token')).toBe('t');
    expect(searchParams.get('timestamp')).toBe(String(NOW));
    expect(searchParams.get('sign')).toBe(createHmac('sha256', 'SEC+/=').update(`${NOW}\nSEC+/=`).digest('base64'));
  });

  it('to Feishu is a text that can mention nobody, signed in the body', async () => {
    const seen = await sendTo('feishu', { secret: 'abc' });

    const timestamp = String(NOW / 1000);
    const sign = createHmac('sha256', `${timestamp}\nabc`).update('').digest('base64');
    expect(seen?.body).toMatchObject({ msg_type: 'text', timestamp, sign });
    expect(contentOf(seen, 'content', 'text')).toContain('＜at user_id="all">');
    got.splice(0);
    expect(Object.keys((await sendTo('feishu'))?.body ?? {})).toEqual(['msg_type', 'content']);
  });

  it('to WeCom is a text within its limit of bytes', async () => {
    const long = { ...FACTS, details: { count: 2, reasons: '项目不存在🙂'.repeat(500) } };
    const target: NotifyTarget = { kind: 'wecom', url: base, secret: undefined, language: 'zh' };
    await send('wecom', requestFor(target, textOf(long, 'zh'), long));

    const content = contentOf(got[0], 'text', 'content');
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2048);
    expect(Buffer.byteLength(content)).toBeGreaterThan(2000);
    expect(content.isWellFormed() && content.endsWith('…')).toBe(true);
  });

  it('to Slack can mention nobody', async () => {
    const seen = await sendTo('slack', { language: 'en' });

    expect(seen?.body.text).toContain('Latest reasons: &lt;at user_id="all"&gt;&amp;&lt;!channel&gt;');
  });

  it('as JSON names what programs need', async () => {
    const seen = await sendTo('json', { language: 'en' });

    expect(seen?.body).toMatchObject({
      v: 1,
      source: 'guance-jira',
      condition: 'failed_events',
      state: 'ill',
      say: 'ill',
      title: '[guance-jira] PROBLEM: Events have failed (2)',
      since: '2026-11-25T12:00:00.000Z',
      at: '2026-11-25T12:00:00.000Z',
      details: FACTS.details,
    });
  });
});

describe('a message that is not taken', () => {
  it.each<[NotifyKind, number, string, string]>([
    ['dingtalk', 200, '{"errcode":310000,"errmsg":"keywords not in content"}', 'refused with code 310000: keywords'],
    ['feishu', 200, '{"code":19021,"msg":"sign match fail"}', 'refused with code 19021: sign match fail'],
    ['feishu', 200, '<html>', 'refused with code null: <html>'],
    ['wecom', 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', 'refused with code 93000'],
    ['slack', 404, 'no_service', 'answered 404: no_service'],
    ['json', 500, '', 'answered 500'],
  ])('by %s with %i %s is an error that says why', async (kind, status, body, words) => {
    answer = { status, body };

    await expect(sendTo(kind)).rejects.toThrow(words);
  });

  it('old answers of Feishu count as well', async () => {
    answer = { status: 200, body: '{"StatusCode":0,"StatusMessage":"success"}' };

    await expect(sendTo('feishu')).resolves.toBeDefined();
  });

  it('is not sent on to where a redirect points', async () => {
    answer = { status: 307, body: '', headers: { location: `${base}/elsewhere` } };

    await expect(sendTo('json')).rejects.toThrow('answered 307');
    expect(got).toHaveLength(1);
  });

  it('ends when no answer comes, and where nobody listens, without telling the address', async () => {
    answer = 'hang';

    await expect(sendTo('json')).rejects.toThrow(/timeout|aborted/);
    const refused = sendTo('json', { url: 'http://127.0.0.1:1/secret-path?access_token=secret-token' });
    await expect(refused).rejects.toThrow('ECONNREFUSED');
    await expect(refused).rejects.not.toThrow(/secret-/);
  });
});

function contentOf(seen: Got | undefined, ...path: string[]): string {
  return String(path.reduce((value: unknown, name) => Reflect.get(Object(value), name), seen?.body));
}

async function jsonOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Object(JSON.parse(Buffer.concat(parts).toString('utf8')));
}
