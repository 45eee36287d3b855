import { describe, expect, it } from 'vitest';
import { SKIPPED, sampleAnswer, sampleNames } from '../testing/samples.ts';
import { type AnswerClass, classify } from '../tracker/classify-response.ts';
import { JiraFailure } from '../tracker/failure.ts';
import { readAnswer, readLimits, retryAfterMs } from './answer.ts';
import type { RawAnswer } from './raw-answer.ts';

const NOW = Date.parse('2026-11-22T00:00:00Z');

/** Every recorded answer and what it means; the second part is what a person or the next step is told of it. */
const MEANINGS: Record<string, [AnswerClass | 'done', unknown?]> = {
  '403-xsrf-check-failed': ['forbidden'],
  '404-issue-not-found': ['rejected', { words: ['Issue does not exist or you do not have permission to see it.'] }],
  'cloud-401-json': ['unauthorized', { words: ['Client must be authenticated to access this resource.'] }],
  'cloud-401-text-basic-password': ['unauthorized', { words: [], fields: {} }],
  'cloud-429-doc-example': ['throttled', { retryAfterMs: 1000, rateReason: 'jira-burst-based' }],
  'cloud-429-html': ['throttled', { words: [], retryAfterMs: null, rateReason: null }],
  'cloud-create-400-accountid-unknown': ['rejected', { fields: { assignee: 'Account ID  does not exist.' } }],
  'cloud-create-400-project-invalid': ['rejected', { fields: { project: 'Specify a valid project ID or key' } }],
  'cloud-edit-400-notifyUsers-no-permission': ['rejected', { fields: {} }],
  'cloud-v2-add-comment-201': ['done', { id: '12091' }],
  'cloud-v2-create-400-priority-null-id': ['rejected', { fields: { priority: expect.any(String) } }],
  'cloud-v2-create-issue-201': ['done', { id: '25250', key: 'TEST-6' }],
  'cloud-v2-edit-issue-204': ['done', undefined],
  'cloud-v2-get-issue-after-create-200': ['done', { id: '25250', key: 'TEST-6' }],
  'cloud-v2-serverInfo-200': ['done', { deploymentType: 'Cloud' }],
  // A real 204 that says text/html: an empty body is no login page.
  'cloud-v2-transition-204': ['done', undefined],
  'cloud-v3-create-400-field-not-on-screen': ['rejected', { fields: { priority: expect.any(String) } }],
  'cloud-v3-create-400-invalid-input-adf': ['rejected', { words: ['INVALID_INPUT'] }],
  'cloud-v3-create-400-unsupported-content': ['rejected', { fields: {} }],
  'comment-400-text-too-long': ['rejected', { fields: { comment: expect.any(String) } }],
  'create-400-assignee-must-be-assigned': ['rejected', { fields: { assignee: 'Issues must be assigned.' } }],
  'create-400-summary-newline': ['rejected', { fields: { summary: expect.any(String) } }],
  'dc-200-but-anonymous': ['unauthorized', { status: 200, cause: 'anonymous', login: 'denied' }],
  'dc-403-captcha': ['unauthorized', { status: 403, login: 'denied' }],
  'dc-503-empty': ['ambiguous', { status: 503, words: [] }],
  'dc-create-400-summary-too-long': ['rejected', { fields: { summary: expect.any(String) } }],
  'dc-v2-create-400-assignee-shape': ['rejected', { fields: { assignee: expect.any(String) } }],
  'dc-v2-create-400-field-not-on-screen': ['rejected', { fields: { priority: expect.any(String) }, login: 'ok' }],
  'dc-v2-create-400-label-spaces': ['rejected', { fields: { labels: expect.any(String) } }],
  'dc-v2-create-400-project-required': ['rejected', { fields: { project: 'project is required' } }],
  'search-400-project-unknown-or-no-permission': ['rejected', { fields: {} }],
  'spec-bulk-create-201': ['done', { issues: expect.any(Array) }],
  'spec-create-issue-201': ['done', { id: '10000', key: 'ED-24' }],
  'spec-create-issue-400': ['rejected', { words: ["Field 'priority' is required"], fields: {} }],
  'spec-createmeta-issuetypes-200': ['done', { issueTypes: expect.any(Array) }],
  'spec-search-jql-200': ['done', { isLast: true }],
  'transition-400-invalid-id': ['rejected', { words: ["Transition id '31' is not valid for this issue."] }],
  'v2-or-dc-create-400-description-must-be-string': ['rejected', { fields: { description: expect.any(String) } }],
};

describe.skipIf(SKIPPED)(`every recorded answer of Jira${SKIPPED}`, () => {
  it('has its line in the table', () => {
    expect(sampleNames()).toEqual(Object.keys(MEANINGS).sort());
    expect(sampleNames()).toHaveLength(38);
  });

  it.each(Object.entries(MEANINGS))('%s is %j', (name, [meaning, told]) => {
    const read = outcomeOf(sampleAnswer(name));

    expect(read.meaning).toBe(meaning);
    if (told === undefined) expect(meaning === 'done' ? read.told : undefined).toBeUndefined();
    else expect(read.told).toMatchObject(told as object);
  });
});

/** JSON in which others answer in Jira's place: who, status, body, headers. */
const GATEWAYS: [string, number, object, Record<string, string>?][] = [
  ['Spring Boot', 404, { timestamp: '2026', status: 404, error: 'Not Found', path: '/rest/api/3/issue' }],
  ['Kong', 404, { message: 'no Route matched with those values', request_id: 'x' }, { server: 'kong/3.4.2' }],
  ['Apigee', 404, { fault: { faultstring: 'Unable to identify proxy', detail: { errorcode: 'x' } } }],
  ['Azure API Management', 404, { statusCode: 404, message: 'Resource not found' }],
  ['Azure Front Door', 400, { error: { code: 'BadRequest', message: 'bad' } }],
  ['AWS API Gateway', 404, { message: 'Not Found' }, { 'x-amzn-errortype': 'NotFoundException' }],
  ['Google Cloud', 404, { error: { code: 404, message: 'no', status: 'NOT_FOUND', errors: [{ reason: 'x' }] } }],
  ['Kubernetes', 404, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404, reason: 'NotFound' }],
  ['Envoy', 404, { error: { code: '404', message: 'route_not_found' } }],
  ['Traefik, Tyk and KrakenD', 400, { error: 'there was a problem proxying the request' }],
  ['APISIX', 404, { error_msg: '404 Route Not Found' }],
  ['WSO2', 404, { code: '404', type: 'Status report', message: 'Not Found', description: 'no API' }],
  ['MuleSoft', 400, { error: 'bad', description: 'policy violated' }],
  ['F5 and Citrix', 400, { status: 'blocked', supportID: '1', errors: 'rejected' }],
  ['Akamai', 400, { httpStatus: 400, title: 'Bad Request', detail: 'bad', instance: 'x' }],
  [
    'Akamai as problem+json',
    400,
    { type: 'x', title: 'Bad', detail: 'bad' },
    { 'content-type': 'application/problem+json' },
  ],
  ['FastAPI', 404, { detail: 'Not Found' }],
  ['NestJS', 404, { statusCode: 404, message: 'Cannot POST', error: 'Not Found' }],
  ['an identity proxy', 400, { error: 'invalid_request', error_description: 'no session' }],
];

describe('readAnswer', () => {
  const json = (status: number, body: string, headers: Record<string, string> = {}): RawAnswer => ({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

  it.each([
    ['a login page with status 200', json(200, '<html>Log in</html>', { 'content-type': 'text/html' }), 'not_json'],
    ['a page that claims to be JSON', json(201, '<html></html>'), 'not_json'],
    ['half the JSON', json(201, '{"id":"1","key":"OP'), 'not_json'],
    ['more than we read', { status: 201, headers: {}, body: null }, 'too_large'],
    ['a redirect', json(302, '', { location: '/login' }), 'status'],
  ])('takes %s for ambiguous, not for success', (_name, answer, cause) => {
    expect(outcomeOf(answer)).toMatchObject({ meaning: 'ambiguous', told: { cause, status: answer.status } });
  });

  it.each(['', '  \r\n', '\n'])('gives undefined for the empty body %j, whatever its type', (body) => {
    expect(readAnswer('x', json(200, body, { 'content-type': 'text/html' }), NOW)).toBeUndefined();
  });

  it.each(['transitions', 'edit'])('takes an empty 200 to %s for ambiguous: Jira says 204', (endpoint) => {
    expect(() => readAnswer(endpoint, json(200, ''), NOW)).toThrow('answered 200 (unexpected)');
    expect(readAnswer(endpoint, json(204, ''), NOW)).toBeUndefined();
  });

  const PAGE = '<!DOCTYPE html><html><title>Page Unavailable</title></html>';
  const OWN = '{"errorMessages":[],"errors":{"project":"valid project is required"}}';
  const gateway = JSON.stringify({
    timestamp: '2026',
    status: 404,
    error: 'Not Found',
    message: 'No message available',
  });

  const PROBLEM_TYPE = { 'content-type': 'application/problem+json;charset=UTF-8' };
  // As recorded from Jira Cloud; Spring writes the same of itself.
  const PROBLEM = JSON.stringify({
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: 'No endpoint GET /rest/api/3/no-such-thing.',
    instance: '/rest/api/3/no-such-thing',
  });
  const JIRAS_ID = { 'x-arequestid': '57284dd55b8d11597b2de6703ca17fa2' };

  it.each<[string, RawAnswer, AnswerClass]>([
    ['the envelope', json(400, OWN), 'rejected'],
    [
      'the envelope through the edge, which names itself in all answers',
      json(404, OWN, { server: 'AtlassianEdge' }),
      'rejected',
    ],
    [
      'the envelope without errors',
      json(400, '{"errorMessages":["no such project"],"warningMessages":[]}'),
      'rejected',
    ],
    [
      'the envelope of Jira Software',
      json(404, '{"errorMessages":["gone"],"errors":{},"httpStatusCode":{}}'),
      'rejected',
    ],
    [
      'errors alone, with the id that Jira gives a request',
      json(400, '{"errors":{"project":"?"}}', JIRAS_ID),
      'rejected',
    ],
    ['problem+json with that id', json(404, PROBLEM, { ...PROBLEM_TYPE, ...JIRAS_ID }), 'rejected'],
    ['that id alone', json(404, '{"message":"null for uri"}', JIRAS_ID), 'not_executed'],
    ['the envelope as detail, as FastAPI writes it', json(400, `{"detail":${OWN}}`), 'not_executed'],
    ['a detail that is no problem+json', json(404, '{"detail":"Not Found"}', JIRAS_ID), 'not_executed'],
    ['the page of the edge', json(404, PAGE, { server: 'AtlassianEdge', 'atl-missing-tcs': 'true' }), 'not_executed'],
    ['the gateway', json(404, gateway, { 'x-failure-category': 'FAILURE_CLIENT_TCS' }), 'not_executed'],
    ['the gateway without its mark', json(404, gateway), 'not_executed'],
    ['the envelope with a mark of the edge', json(404, OWN, { 'atl-missing-tcs': 'true' }), 'not_executed'],
    ['errors of another API', json(400, '{"errors":[{"detail":"bad"}]}'), 'not_executed'],
    [
      'problem+json of Cloudflare',
      json(409, '{"detail":"banned","cloudflare_error":true}', { 'content-type': 'application/problem+json' }),
      'not_executed',
    ],
    ['errors of a firewall', json(400, '{"errors":{"code":"WAFBlocked","message":"blocked"}}'), 'not_executed'],
    ['errors alone, as Phoenix writes them', json(404, '{"errors":{"detail":"Not Found"}}'), 'not_executed'],
    [
      'errors as lists, as ASP.NET and Laravel write them',
      json(400, '{"errors":{"$":["bad"]}}', JIRAS_ID),
      'not_executed',
    ],
    ['errors that are a list beside errorMessages', json(400, '{"errorMessages":[],"errors":["a"]}'), 'not_executed'],
    ['errorMessages that are objects', json(400, '{"errorMessages":[{"text":"a"}]}'), 'not_executed'],
    ['errorMessages that are one text', json(400, '{"errorMessages":"a","errors":{}}'), 'not_executed'],
    [
      'GraphQL',
      json(400, '{"errors":[{"message":"bad","extensions":{"code":"X"}}],"data":null}', JIRAS_ID),
      'not_executed',
    ],
    ['JSON:API', json(404, '{"errors":[{"status":"404","title":"Not Found"}]}', JIRAS_ID), 'not_executed'],
    [
      'a site that Atlassian has put to sleep',
      json(404, '{"errorMessage":"Site temporarily unavailable"}'),
      'not_executed',
    ],
    ['Spring before Jira, in the very form of Jira Cloud', json(404, PROBLEM, PROBLEM_TYPE), 'not_executed'],
    ...GATEWAYS.map(([who, status, body, headers = {}]): [string, RawAnswer, AnswerClass] => [
      who,
      json(status, JSON.stringify(body), headers),
      'not_executed',
    ]),
    ['Tomcat, 400', json(400, PAGE), 'not_executed'],
    ['nginx, 413', json(413, PAGE, { server: 'nginx' }), 'not_executed'],
    ['nginx, 405', json(405, PAGE, { server: 'nginx' }), 'not_executed'],
    ['an empty 404', json(404, ''), 'not_executed'],
    ['a 502 with the envelope, which may have been carried out', json(502, OWN), 'ambiguous'],
  ])('tells what Jira wrote from what stands before it: %s', (_name, answer, meaning) => {
    expect(outcomeOf(answer).meaning).toBe(meaning);
  });

  it('reads the words of problem+json, and of the envelope as detail', () => {
    const type = { 'content-type': 'application/problem+json' };

    expect(outcomeOf(json(404, '{"detail":"No endpoint"}', type)).told).toMatchObject({ words: ['No endpoint'] });
    expect(outcomeOf(json(400, '{"detail":{"errorMessages":["why"]}}')).told).toMatchObject({
      words: ['why'],
      own: false,
    });
  });

  it('reads each header by name, the first one where it came twice', () => {
    const answer = {
      status: 429,
      headers: { 'retry-after': ['7', '9'], 'ratelimit-reason': 'jira-burst-based' },
      body: '',
    };

    expect(outcomeOf(answer).told).toMatchObject({ retryAfterMs: 7000, rateReason: 'jira-burst-based' });
  });

  it('keeps the Retry-After of a 503', () => {
    expect(outcomeOf(json(503, '', { 'retry-after': '30' })).told).toMatchObject({ retryAfterMs: 30_000 });
  });

  it('reads a date in Retry-After by the clock of whoever wrote it, however far away ours is', () => {
    const headers = { date: 'Sun, 22 Nov 2026 05:00:00 GMT', 'retry-after': 'Sun, 22 Nov 2026 05:00:05 GMT' };
    expect(outcomeOf(json(503, '', headers)).told).toMatchObject({ retryAfterMs: 5000 });
  });

  it.each([
    { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
    { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' },
    {
      'x-seraph-loginreason': 'OK',
      'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=https://jira/login',
    },
  ])('takes an empty search of a refused login (%j) for no answer at all', (headers) => {
    expect(outcomeOf(json(200, '{"issues":[],"total":0}', headers))).toMatchObject({
      meaning: 'unauthorized',
      told: { cause: 'anonymous' },
    });
  });

  it('believes an id all the same: the issue stands, whoever Jira took us for', () => {
    const headers = { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' };

    expect(readAnswer('create', json(201, '{"id":"1","key":"OPS-1"}', headers), NOW)).toEqual({
      id: '1',
      key: 'OPS-1',
    });
  });

  it.each([{ 'x-seraph-loginreason': 'OK' }, { 'x-seraph-loginreason': 'OUT' }, {}])(
    'believes the login %j',
    (headers) => {
      expect(outcomeOf(json(200, '[]', headers)).meaning).toBe('done');
    },
  );

  it.each([
    ['null', 'not_executed'],
    ['[]', 'not_executed'],
    ['"text"', 'not_executed'],
    ['7', 'not_executed'],
    ['{"errors":null,"errorMessages":"x"}', 'not_executed'],
    ['{"errorMessages":[1,{}],"errors":["a"]}', 'not_executed'],
    ['{"errorMessages":["x"],"errors":null}', 'rejected'],
    ['no JSON', 'not_executed'],
  ])('survives the error body %s: %s', (body, meaning) => {
    expect(outcomeOf(json(400, body)).meaning).toBe(meaning);
  });

  it('keeps a bounded part of what Jira says', () => {
    const errors = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`customfield_${i}`, 'x'.repeat(9000)]));
    const { told } = outcomeOf(json(400, JSON.stringify({ errorMessages: Array(99).fill('y'.repeat(9000)), errors })));

    expect(JSON.stringify(told).length).toBeLessThan(60 * 600);
  });
});

describe('retryAfterMs', () => {
  it.each([
    ['30', 30_000],
    [' 5 ', 5000],
    ['1.5', 1500],
    // Data Center sends 0 with real 429s (pycontribs/jira#1805).
    ['0', 1000],
    ['86400', 3_600_000],
    ['Sun, 22 Nov 2026 00:00:20 GMT', 20_000],
    ['Sat, 21 Nov 2026 23:59:00 GMT', 1000],
    ['Sun, 22 Nov 2027 00:00:00 GMT', 3_600_000],
    ['soon', null],
    ['', null],
    ['-5', 1000],
    ['Infinity', null],
    [null, null],
  ])('reads %j as %j', (value, ms) => {
    expect(retryAfterMs(value, NOW)).toBe(ms);
  });
});

function outcomeOf(answer: RawAnswer): { meaning: AnswerClass | 'done'; told: unknown } {
  try {
    return { meaning: 'done', told: readAnswer('create', answer, NOW) };
  } catch (error) {
    if (!(error instanceof JiraFailure)) throw error;
    return { meaning: classify(error.facts), told: error.facts };
  }
}

describe('what an answer says about the rate limit', () => {
  it.each<[string, Record<string, string>, ReturnType<typeof readLimits>]>([
    ['nothing', {}, { perSecond: null, near: false }],
    ['of Cloud is the size of its bucket', { 'x-ratelimit-limit': '200' }, { perSecond: 200, near: false }],
    [
      'of Cloud can be that little is left',
      { 'x-ratelimit-limit': '100', 'x-ratelimit-nearlimit': 'true' },
      { perSecond: 100, near: true },
    ],
    [
      'of Data Center is what it fills in an interval, not its bucket',
      { 'x-ratelimit-limit': '100', 'x-ratelimit-fillrate': '30', 'x-ratelimit-interval-seconds': '2' },
      { perSecond: 15, near: false },
    ],
    ['can be unreadable', { 'x-ratelimit-limit': 'many' }, { perSecond: null, near: false }],
    ['can be 0, which tells no rate', { 'x-ratelimit-limit': '0' }, { perSecond: null, near: false }],
  ])('%s', (_name, headers, limits) => {
    expect(readLimits({ headers })).toEqual(limits);
  });
});
