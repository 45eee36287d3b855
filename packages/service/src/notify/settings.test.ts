import { describe, expect, it } from 'vitest';
import { loadEnv } from '../config/env.ts';
import { NotifySettings, notifyFaults, notifyTarget } from './settings.ts';

function load(env: Record<string, string>) {
  return loadEnv(NotifySettings, env, () => '', notifyFaults);
}

describe('the settings of the notifier', () => {
  it.each([
    ['https://oapi.dingtalk.com/robot/send?access_token=0123456789ab', 'dingtalk', 'zh'],
    ['https://open.feishu.cn/open-apis/bot/v2/hook/0123-4567', 'feishu', 'zh'],
    ['https://open.larksuite.com/open-apis/bot/v2/hook/0123-4567', 'feishu', 'en'],
    ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123-4567', 'wecom', 'zh'],
    ['https://hooks.slack.com/services/T0/B0/x', 'slack', 'en'],
    ['https://alerts.example.com/bridge', 'json', 'en'],
    ['https://dingtalk.com.example.com/', 'json', 'en'],
  ])('of %s know the kind %s, and its language %s', (url, kind, language) => {
    expect(notifyTarget(load({ NOTIFY_URL: url }).config)).toMatchObject({ url, kind, language });
  });

  it('let kind and language be said', () => {
    const env = { NOTIFY_URL: 'http://proxy/ding', NOTIFY_KIND: 'dingtalk', NOTIFY_SECRET: 's', NOTIFY_LANGUAGE: 'en' };

    expect(notifyTarget(load(env).config)).toEqual({
      ...{ url: 'http://proxy/ding', kind: 'dingtalk', secret: 's', language: 'en' },
    });
  });

  it('tell nobody without an address', () => {
    expect(notifyTarget(load({}).config)).toBeNull();
    expect(load({}).config.NOTIFY_AFTER).toBe(300_000);
  });

  it.each([
    [{ NOTIFY_SECRET: 'hunter2-secret' }, 'NOTIFY_URL: is required with NOTIFY_SECRET'],
    [{ NOTIFY_KIND: 'slack' }, 'NOTIFY_URL: is required with NOTIFY_KIND'],
    [{ NOTIFY_URL: 'https://hooks.slack.com/hunter2-secret', NOTIFY_SECRET: 'hunter2-secret' }, 'NOTIFY_SECRET: only'],
    [{ NOTIFY_URL: 'hunter2-secret' }, 'NOTIFY_URL: must be'],
    [{ NOTIFY_URL: 'https://x', NOTIFY_KIND: 'hunter2-secret' }, 'NOTIFY_KIND: '],
    [{ NOTIFY_URL: 'https://x', NOTIFY_AFTER: '0m' }, 'NOTIFY_AFTER: must be'],
  ])('refuse %j by name', (env, words) => {
    expect(() => load(env)).toThrow(words);
    expect(() => load(env)).not.toThrow('hunter2-secret');
  });
});
