import type { Attributes, Tracing } from '@guance-jira/service';
import { describe, expect, it } from 'vitest';
import { deadPort, http, rawServer } from '../testing/raw-server.ts';
import { traceRequest } from './trace-request.ts';
import { createTransport } from './transport.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

interface Noted {
  name: string;
  attributes: Attributes;
  error?: string | undefined;
}

/** Notes what is told of each span. */
function noting(): { tracing: Tracing; spans: Noted[] } {
  const spans: Noted[] = [];
  const tracing: Tracing = {
    start: (name, { attributes = {} }) => {
      const noted: Noted = { name, attributes };
      return {
        traceparent: TRACEPARENT,
        set: (more) => {
          noted.attributes = { ...noted.attributes, ...more };
        },
        end: (error) => void spans.push({ ...noted, error }),
      };
    },
    within: (_span, work) => work(),
    close: async () => {},
  };
  return { tracing, spans };
}

describe('the span of a request to Jira', () => {
  it.each([
    ['/rest/api/3/issue', 'GET /rest/api/3/issue'],
    ['/rest/api/3/issue/10001', 'GET /rest/api/3/issue/{issueIdOrKey}'],
    ['/rest/api/2/issue/OPS-1/comment', 'GET /rest/api/2/issue/{issueIdOrKey}/comment'],
    ['/rest/api/2/issue/10001/comment/77', 'GET /rest/api/2/issue/{issueIdOrKey}/comment/{id}'],
    ['/rest/api/2/issue/createmeta/OPS/issuetypes', 'GET /rest/api/2/issue/createmeta/OPS/issuetypes'],
    ['/rest/api/3/search/jql', 'GET /rest/api/3/search/jql'],
    ['/rest/api/2/myself', 'GET /rest/api/2/myself'],
  ])('of %s is named %s, so that there are few names', (path, name) => {
    const { tracing, spans } = noting();
    traceRequest(tracing, new URL('https://jira.example/jira'), 'GET', path).end();

    expect(spans).toMatchObject([
      { name, attributes: { 'url.full': `https://jira.example/jira${path}`, 'server.port': 443 } },
    ]);
  });

  it.each([
    [201, '{"id":"1"}', undefined],
    [400, '{"errorMessages":["words of a person"]}', '400'],
    [200, '<html>', 'not_json'],
  ])('of an answer %i %s ends with %s, and its traceparent goes to Jira', async (status, body, error) => {
    const server = await rawServer((socket) => socket.write(http(status, body)));
    const { tracing, spans } = noting();
    const transport = createTransport({
      baseUrl: server.url,
      authorization: () => 'Bearer secret',
      timeoutMs: 5000,
      trace: (method, path) => traceRequest(tracing, new URL(server.url), method, path),
    });
    const request = { url: '/rest/api/2/user/search', searchParams: { query: 'lina@example.com' } };
    await transport.sendRequest(request).catch(() => undefined);

    expect(spans).toMatchObject([{ attributes: { 'http.response.status_code': status }, error }]);
    expect(JSON.stringify(spans)).not.toMatch(/secret|lina|words/);
    expect(server.requests[0]).toContain(`traceparent: ${TRACEPARENT}\r\n`);
    await Promise.all([transport.close(), server.close()]);
  });

  it('of a request that was refused at the port names the code', async () => {
    const { tracing, spans } = noting();
    const baseUrl = `http://127.0.0.1:${await deadPort()}`;
    const trace = (method: string, path: string) => traceRequest(tracing, new URL(baseUrl), method, path);
    const transport = createTransport({ baseUrl, authorization: () => '', timeoutMs: 5000, trace });
    await transport.sendRequest({ url: '/rest/api/2/myself' }).catch(() => undefined);

    expect(spans.map(({ error }) => error)).toEqual(['ECONNREFUSED']);
    await transport.close();
  });

  it('is not there without traces, nor its header', async () => {
    const server = await rawServer((socket) => socket.write(http(200, '{}')));
    const transport = createTransport({ baseUrl: server.url, authorization: () => '', timeoutMs: 5000 });
    await transport.sendRequest({ url: '/rest/api/2/myself' });

    expect(server.requests[0]).not.toContain('traceparent');
    await Promise.all([transport.close(), server.close()]);
  });
});
