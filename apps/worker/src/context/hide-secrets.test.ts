import { describe, expect, it } from 'vitest';
import { hideSecrets } from './hide-secrets.ts';

describe('what is secret in a log line', () => {
  it.each([
    [String.raw`{"msg":"{\"password\":\"hunter2\",\"user\":\"a\"}"}`, 'user'],
    [String.raw`"{\\\"password\\\":\\\"hunter2\\\",\\\"n\\\":1}"`, 'n'],
    [String.raw`{"password":"a\"hunter2","user":"a"}`, 'user'],
    ['{"password":"hunter2 is long hunter2","user":"a"}', 'user'],
    ["pwd: 'a hunter2' user", 'user'],
    ['password="hunter2 stands open', 'password'],
    ["{'password': b'hunter2', 'user': 'a'}", 'user'],
    ["('password', 'hunter2') user", 'user'],
    ['{"tokens": ["hunter2"], "user": 1}', 'user'],
    ['<password>hunter2</password><user>', 'user'],
    ['password=p@ss,hunter2 user', 'user'],
    ['password -> hunter2 user', 'user'],
    ['db --password hunter2 --user x', 'user'],
    ['db --db-password "p hunter2" --user x', 'user'],
    ['Set-Cookie: a=b; JSESSIONID=hunter2; Path=/\nuser', 'user'],
    ['{"cookie": "a=b; x=hunter2", "user": 1}', 'user'],
    ['"Cookie: a=1; x=hunter2" user', 'user'],
    ['Authorization: Token hunter2 user', 'user'],
    ['Authorization: Digest a="x", response="hunter2"\nuser', 'user'],
    ['authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=hunter2', 'authorization'],
    ['密码：hunter2，用户 user', 'user'],
    ['数据库口令=hunter2 user', 'user'],
    ['root:hunter2@tcp(10.0.0.1:3306)/user', 'user'],
    ['passphrase: hunter2 user', 'user'],
    ['POST /x?Signature=hunter2&user=1', 'user'],
    ['sessionId=hunter2 user', 'user'],
    ['token%3Dhunter2 user', 'user'],
    [`MII${'hunter2A/+'.repeat(6)}==`, '[secret]'],
  ])('%s', (line, stays) => {
    const shown = hideSecrets(line);
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('[secret]');
    expect(shown).toContain(stays);
  });

  it.each([
    'the password was wrong',
    'secretary, tokenizer and cookies are words',
    'user a@b.example from 10.0.0.1:80 took 35 ms',
    'x'.repeat(39),
    'https://h/a?b=c',
    '密码错误，请重试',
    'retry -1 of job [token-refresh] ok',
  ])('%s stays', (line) => {
    expect(hideSecrets(line)).toBe(line);
  });
});
