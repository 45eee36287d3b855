import { describe, expect, it } from 'vitest';
import { readHeaders } from './extra-headers.ts';

describe('headers for a gateway before Jira', () => {
  it.each([
    ['one line', 'X-Api-Key: k-1', { 'x-api-key': 'k-1' }],
    ['two lines', 'X-Api-Key: k-1\r\nX-Tenant:  a b \n', { 'x-api-key': 'k-1', 'x-tenant': 'a b' }],
    ['a value with a colon and a comma', 'X-Id: a:b, c', { 'x-id': 'a:b, c' }],
    ['JSON', ' {"CF-Access-Client-Id": "i", "Cookie": "a=b"}', { 'cf-access-client-id': 'i', cookie: 'a=b' }],
    ['our name of the program', 'User-Agent: ops', { 'user-agent': 'ops' }],
  ])('come as %s', (_how, text, headers) => {
    expect(readHeaders(text)).toEqual({ headers, problems: [] });
  });

  it.each([
    ['no header at all', 'just-a-secret-key', /must be lines/],
    ['nothing before the colon', ': secret-value', /must be lines/],
    ['JSON of something else', '{"X-A": 1}', /must be lines/],
    ['JSON that is cut', '{"X-A": "secret-value"', /must be lines/],
    ['an empty object', '{}', /must be lines/],
    ['a name with a space', 'X Key: secret-value', /header 1 has no name/],
    ['the login', 'AUTHORIZATION: Bearer secret-value', /AUTHORIZATION cannot be set here: the login is JIRA_USER/],
    ['the login of the proxy', 'Proxy-Authorization: secret-value', /HTTPS_PROXY/],
    ['what the connection says', 'Host: secret-value', /Host cannot be set here: it belongs to the connection/],
    ['what a request says', 'content-type: secret-value', /content-type cannot be set here/],
    ['a length of the body', 'Content-Length: 7', /Content-Length cannot/],
    ['no value', 'X-Key:', /X-Key has no value/],
    [
      'a value that begins another header',
      '{"X-Key": "secret-value\\r\\nX-Evil: 1"}',
      /X-Key has a value with characters/,
    ],
    ['a value that HTTP has no letters for', 'X-Key: 密钥secret-value', /X-Key has a value with characters/],
    ['one name twice', 'X-Key: secret-value\nx-key: secret-value', /x-key is named twice/],
    ['too many', Array.from({ length: 21 }, (_, n) => `X-${n}: secret-value`).join('\n'), /more than 20/],
    ['too long a text', `X-Key: ${'secret-value'.repeat(600)}`, /longer than 6000/],
  ])('are refused where they are %s, without a value in the words', (_what, text, problem) => {
    const { problems } = readHeaders(text);

    expect(problems.join('\n')).toMatch(problem);
    expect(problems.join('\n')).not.toContain('secret');
  });
});
