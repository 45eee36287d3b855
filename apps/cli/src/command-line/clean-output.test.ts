import { describe, expect, it } from 'vitest';
import { cleanOutput, secretsIn } from './clean-output.ts';

describe('what is printed', () => {
  it.each([
    ['\u001B[31mred\u001B[0m', '\u001B[31mred\u001B[0m', 'our own colours'],
    ['a\tb\nc', 'a\tb\nc', 'tabs and line ends'],
    ['\u001B]0;title\u0007x', ']0;titlex', 'a title for the window'],
    ['\u001B[2Jx', '[2Jx', 'clearing the screen'],
    ['a\rb\bc', 'abc', 'writing over a line'],
    ['\u009B31mx', '31mx', 'the eight-bit form'],
    ['\u202Eabc', 'abc', 'turning the direction'],
    ['\u001B[8mhidden\u001B[28m \u001B[7mturned', '[8mhidden[28m [7mturned', 'hiding and turning text'],
    ['\u001B[38;5;0mblack', '[38;5;0mblack', 'colors that are not ours'],
    ['\u0000[0m', '[0m', 'a control character before what would be a colour'],
  ])('%j becomes %j: %s', (text, clean) => {
    expect(cleanOutput(text, [])).toBe(clean);
  });

  it('holds no secret, however it comes', () => {
    const secrets = secretsIn({ JIRA_TOKEN: 'tok-en-1234', WEBHOOK_TOKENS: 'new:web-hook-1234567,web-hook-7654321' });
    const text = 'tok-en-1234 web-hook-1234567 web-hook-7654321 /webhook/guance/unknown redis://u:pass@h';

    expect(cleanOutput(text, secrets)).toBe('[secret] [secret] [secret] /webhook/guance/[secret] redis://u:[secret]@h');
  });
});

describe('the secrets of an environment', () => {
  it.each([
    ['JIRA_TOKEN', true],
    ['JIRA_PASSWORD', true],
    ['WEBHOOK_TOKENS', true],
    ['DASHBOARD_PASSWORD', true],
    ['REDIS_URL', true],
    ['REDIS_SENTINEL_PASSWORD', true],
    ['REDIS_TLS_KEY', true],
    ['JIRA_TLS_KEY', true],
    ['JIRA_HEADERS', true],
    ['OTEL_EXPORTER_OTLP_HEADERS', true],
    ['JIRA_OAUTH_CLIENT_SECRET', true],
    ['JIRA_OAUTH_CLIENT_ID', false],
    ['JIRA_TOKEN_EXPIRES', false],
    ['JIRA_TOKEN_FILE', false],
    ['JIRA_URL', false],
  ])('%s: %s', (name, isSecret) => {
    expect(secretsIn({ [name]: 'some-value' }).includes('some-value')).toBe(isSecret);
  });
});
