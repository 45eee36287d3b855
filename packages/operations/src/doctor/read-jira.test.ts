import { http, type RawServer, rawServer } from '@guance-jira/jira/testing';
import { afterEach, expect, it } from 'vitest';
import { WorkerEnv } from '../settings/worker-settings.ts';
import { likelyDeployment, readJira } from './read-jira.ts';

let server: RawServer;
afterEach(() => server?.close());

const BASIC_OFF = JSON.stringify({ message: 'Basic Authentication has been disabled on this instance.' });
const OWN = JSON.stringify({ errorMessages: ['not on the allowlist'], errors: {} });
const PAGE = '<!DOCTYPE html><h1>403 ERROR</h1>';
const CAPTCHA = { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=http://j/login.jsp' };
const INFO = http(200, '{"deploymentType":"Cloud"}');

it.each([
  ['Basic that is off', http(403, BASIC_OFF), null, 'datacenter', 'passwords'],
  ['an allow-list of Jira', http(403, OWN), null, null, 'everything'],
  ['a page of a firewall', http(403, PAGE, { 'content-type': 'text/html' }), null, null, 'everything'],
  ['a captcha', http(403, '<html>', CAPTCHA), null, null, 'login'],
  ['a wrong login', http(401, '{}'), null, null, 'login'],
  ['a wrong login that may read what is public', INFO, http(401, '{}'), 'cloud', 'login'],
  ['an account that may do nothing', INFO, http(403, OWN), 'cloud', 'everything'],
])('%s is taken for what it is, and no kind of Jira is named that nobody told', async (...row) => {
  const [, info, other, deployment, because] = row;
  expect(await readFrom(info, other ?? info)).toMatchObject({ reached: true, deployment, account: { because } });
});

it.each([
  ['https://ops.atlassian.net', 'everything', 'cloud'],
  ['https://api.atlassian.com/ex/jira/1', 'login', 'cloud'],
  ['https://atlassian.net.example.com', 'login', null],
  ['https://jira.example.com', 'passwords', 'datacenter'],
] as const)('where %s says no more than a refusal (%s), it is taken for %s', (url, because, deployment) => {
  expect(likelyDeployment(url, because)).toBe(deployment);
});

async function readFrom(info: string, other: string) {
  server = await rawServer((socket, request) => void socket.write(request.includes('/serverInfo') ? info : other));
  const login = { JIRA_TOKEN: 't', JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: 'Bug' };
  return readJira(WorkerEnv.parse({ JIRA_URL: server.url, ...login }), ['OPS']);
}
