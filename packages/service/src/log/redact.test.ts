import { describe, expect, it } from 'vitest';
import { recentSecrets } from './recent-secrets.ts';
import { redactDeep, redactText } from './redact.ts';
import { secretForms, secretParts } from './secret-forms.ts';

const SECRET = 'a/B+c=é"9\\z 0123456789';

describe('redactText', () => {
  it.each([
    ['as it is', SECRET],
    ['URL-encoded', encodeURIComponent(SECRET)],
    ['URL-encoded in small letters', encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
    ['within JSON', JSON.stringify({ a: SECRET })],
    ['within JSON within JSON', JSON.stringify({ a: JSON.stringify({ b: 'x0123456789y' }) })],
    ['as a Basic login', `Authorization: Basic ${Buffer.from(`bot@example.com:${SECRET}`).toString('base64')}`],
    ['in base64 after one letter', `x ${Buffer.from(`a${SECRET}zz`).toString('base64')}`],
    ['in base64 after two letters', `x ${Buffer.from(`ab${SECRET}z`).toString('base64')}`],
    ['in base64url', Buffer.from(`abc${SECRET}`).toString('base64url')],
    ['twice', `${SECRET}${SECRET}`],
  ])('hides a secret %s', (_how, text) => {
    const clean = redactText(text, [SECRET, 'x0123456789y']);

    expect(clean).toContain('[secret]');
    for (const form of [...secretForms(SECRET), 'x0123456789y']) expect(clean).not.toContain(form);
    // base64 of the middle, at any offset: nothing longer than a few letters is left of it.
    for (const word of clean.match(/[\w+/-]{6,}/g) ?? [])
      expect(Buffer.from(word, 'base64').toString('latin1')).not.toContain('0123456789');
  });

  it.each([
    ['POST /webhook/guance/any-token?x=1', 'POST /webhook/guance/[secret]?x=1'],
    ['POST /webhook/another-source/any-token?x=1', 'POST /webhook/another-source/[secret]?x=1'],
    ['redis://user:pass@host/0', 'redis://user:[secret]@host/0'],
    ['sent Bearer abcdef0123456789', 'sent Bearer [secret]'],
    ['sent Basic Ym90OnNlY3JldA==', 'sent Basic [secret]'],
    ['https://h/send?access_token=abc&x=1', 'https://h/send?access_token=[secret]&x=1'],
    ['Basic authentication with a Bearer credential', 'Basic authentication with a Bearer credential'],
    ['Basic Authentication has been disabled.', 'Basic Authentication has been disabled.'],
    ['no Basic Authorization, a Bearer Credential.', 'no Basic Authorization, a Bearer Credential.'],
    ['Basic Authentication: Basic Zm9yZWlnbjpwYXNzd29yZA==', 'Basic Authentication: Basic [secret]'],
    ['sent Bearer Abcdefghijklmnopqrstuvwxyz', 'sent Bearer [secret]'],
    ['a=b, c==d, https://h/a?b=c', 'a=b, c==d, https://h/a?b=c'],
  ])('of %j leaves %j, without knowing a secret', (text, clean) => {
    expect(redactText(text, [])).toBe(clean);
  });

  it('knows a secret from the moment it is added to the list', () => {
    const secrets = ['first-secret'];
    redactText('x', secrets);
    secrets.push('second-secret');

    expect(redactText('first-secret second-secret', secrets)).toBe('[secret] [secret]');
  });

  it('hides the last few of the secrets that come up while we run, and those of the settings for good', () => {
    const secrets = ['of-the-settings'];
    const hide = recentSecrets(secrets, 2);
    for (const name of ['token-one', 'token-two', 'token-two', 'token-three']) {
      hide(name);
      expect(redactText(`${name} of-the-settings`, secrets)).toBe('[secret] [secret]');
    }
    hide('token-four');

    expect(redactText('token-two token-three token-four', secrets)).toBe('token-two [secret] [secret]');
    expect(secrets).toHaveLength(3);
  });

  it('leaves words alone that are as short as a bad secret', () => {
    expect(redactText('the error', ['error', 'the', ''])).toBe('the error');
  });
});

describe('redactDeep', () => {
  it('hides secrets in keys, causes, lists, URLs and bytes', () => {
    const error = new AggregateError([new Error(`first ${SECRET}`)], 'many', { cause: new Error(SECRET) });
    const clean = redactDeep(
      { [SECRET]: 1, error, url: new URL('https://u:0123456789ab@h/'), bytes: Buffer.from(SECRET) },
      [SECRET],
    );

    const text = JSON.stringify(clean);
    expect(text).not.toContain('0123456789');
    expect(clean).toMatchObject({ '[secret]': 1, bytes: `[${Buffer.byteLength(SECRET)} bytes]` });
    expect(text).toContain('first [secret]');
  });
});

describe('secretParts', () => {
  it.each([
    ['label:token-1, token-2', ['label:token-1', 'token-2']],
    ['rediss://user:p%40ss%2Fword@host/0', ['p%40ss%2Fword', 'p@ss/word']],
    ['https://oapi.dingtalk.com/robot/send?access_token=0123456789ab', ['0123456789ab']],
    ['https://open.feishu.cn/open-apis/bot/v2/hook/d34d-b33f-0001', ['d34d-b33f-0001']],
    [
      'https://hooks.slack.com/services/T00000001/B00000002/abcdefghijklmnopqrstuvwx',
      ['T00000001', 'B00000002', 'abcdefghijklmnopqrstuvwx'],
    ],
    ['-----BEGIN KEY-----\nMIGHAgEA\nBggqhkjO', ['MIGHAgEA', 'BggqhkjO']],
    ['pass,word', ['pass,word']],
    ['authorization=Bearer%20key-0123456789,x-key=k-0123456789', ['key-0123456789', 'k-0123456789']],
    ['X-Key: k-0123456789\nX-Login: Bearer b-0123456789', ['k-0123456789', 'b-0123456789']],
    ['X-List: one-0123,two-4567', ['one-0123,two-4567', 'two-4567']],
    ['{"X-Key":"k-\\"0123456789","X-Login":"Bearer b-0123456789"}', ['k-"0123456789', 'b-0123456789']],
  ])('of %j names %j too', (value, parts) => {
    expect(secretParts(value)).toEqual(expect.arrayContaining([value, ...parts]));
  });

  it('takes no ordinary word of a URL for a secret', () => {
    const parts = secretParts('https://open.feishu.cn/open-apis/bot/v2/hook/d34d-b33f-0001');

    expect(parts).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(open-apis|bot|v2|hook)$/)]));
  });
});
