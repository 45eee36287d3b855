import type { AnswerClass, FailureFacts } from '@guance-jira/jira';
import { failure } from '@guance-jira/jira/testing';
import { expect, it } from 'vitest';
import { adviceFor } from './failure-advice.ts';

const BASIC_OFF = ['Basic Authentication has been disabled on this instance.'];

it.each<[string, AnswerClass, Partial<FailureFacts>, string, string]>([
  [
    'Basic that is off',
    'forbidden',
    { status: 403, own: false, words: BASIC_OFF },
    'jira forbids everything',
    'access token',
  ],
  [
    'another 403 for all',
    'forbidden',
    { status: 403, words: ['no'] },
    'jira forbids everything',
    'rights of the account',
  ],
  [
    'no Jira at that address',
    'not_executed',
    { status: 404, own: false, endpoint: 'serverInfo' },
    'jira cannot be reached',
    'context path',
  ],
  ['a page of an edge', 'not_executed', { status: 404, own: false }, 'jira did not write this answer', 'proxy'],
  [
    'a page of a firewall to one body',
    'not_executed',
    { status: 403, own: false },
    'jira did not write this answer',
    'firewall',
  ],
  [
    'a page of a firewall to everything',
    'forbidden',
    { status: 403, own: false },
    'jira forbids everything',
    'allow-list or a firewall',
  ],
  ['a 401 page of a proxy', 'unauthorized', { status: 401, own: false }, 'jira refuses the login', 'a proxy before it'],
  [
    'a 401 in words',
    'unauthorized',
    { status: 401, words: ['no'] },
    'jira refuses the login',
    'captcha on Data Center',
  ],
  [
    'a token endpoint that is away',
    'not_executed',
    { endpoint: 'token', sent: false, own: false, tls: 'unknown_ca' },
    'no access token can be got for jira',
    'auth.atlassian.com',
  ],
  [
    'client credentials that are refused',
    'unauthorized',
    { endpoint: 'token', status: 400, own: false, login: 'denied' },
    'jira refuses the login',
    'JIRA_OAUTH_CLIENT_SECRET',
  ],
  [
    'a client certificate that is missing',
    'ambiguous',
    { tls: 'closed_after_handshake' },
    'jira cannot be reached',
    'JIRA_TLS_CERT',
  ],
  ['no connection', 'not_executed', { sent: false, own: false }, 'jira cannot be reached', 'DNS'],
  [
    'an unknown field',
    'rejected',
    { status: 400, words: ["Field 'x' does not exist"] },
    'jira rejects a look-up',
    'reason',
  ],
  ['a method not allowed', 'rejected', { status: 405 }, 'jira rejects a look-up', 'reason'],
  [
    'a hidden project',
    'rejected',
    { status: 400, words: ["no value 'OPS' for the field 'project'"] },
    'jira rejects a look-up',
    'browse',
  ],
  ['a hidden issue', 'rejected', { status: 404, words: ['no such issue'] }, 'jira rejects a look-up', 'browse'],
])('%s (%s, %j) is told as what it is', (_name, kind, facts, text, todo) => {
  const advice = adviceFor(kind, failure(facts));
  expect(advice.text).toBe(text);
  expect(advice.todo).toContain(todo);
});
