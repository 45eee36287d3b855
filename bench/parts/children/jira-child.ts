/**
 * A Jira that does the least: answers creates after a given time and counts them. Our sandbox checks and keeps every issue,
 * which costs more than the worker that is measured. `jira-child.ts <cloud|datacenter> <latency ms> [tell]`; with `tell` it
 * sends a message for each issue, with the time at which it stood.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const [dialect = 'cloud', latency = '0', tell = ''] = process.argv.slice(2);
const latencyMs = Number(latency);
const created = new Set<string>();
let creates = 0;
const NONE = { issues: [], total: 0, startAt: 0, maxResults: 50 };
const ANSWERS: Record<string, (() => object) | undefined> = {
  '/serverInfo': () => ({ deploymentType: dialect === 'cloud' ? 'Cloud' : 'Server' }),
  '/myself': () => (dialect === 'cloud' ? { accountId: 'bot' } : { name: 'bot' }),
  '/search': () => NONE,
  '/search/jql': () => NONE,
  // That it has none by key either proves a first install; else all wait two minutes (JIRA_SETTLE_MS) for what a search may not show yet.
  '/issue/bulkfetch': () => ({ issues: [], issueErrors: [] }),
  '/created': () => ({ creates, events: created.size }),
};

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    if (latencyMs === 0) answer(request, Buffer.concat(parts), response);
    else setTimeout(answer, latencyMs, request, Buffer.concat(parts), response);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.send?.({ port: address.port });
});

function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const path = (request.url ?? '').replace(/\?.*/, '').replace(/^\/rest\/api\/\d/, '');
  const known = ANSWERS[path];
  if (path === '/issue') {
    const eventId = eventIdIn(body);
    creates += 1;
    created.add(eventId);
    send(response, 201, { id: String(10_000 + creates), key: `OPS-${creates}`, self: 'http://jira/' });
    if (tell) process.send?.({ eventId, at: performance.timeOrigin + performance.now() });
  } else if (known) send(response, 200, known());
  else send(response, 404, { errorMessages: ['this Jira does not know that'] });
}

/** The property that marks an issue names its event, the last of the body. */
function eventIdIn(body: Buffer): string {
  const at = body.lastIndexOf('"eventId":"');
  return body.toString('latin1', at + 11, body.indexOf('"', at + 11));
}

function send(response: ServerResponse, status: number, value: object): void {
  const text = JSON.stringify(value);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}
