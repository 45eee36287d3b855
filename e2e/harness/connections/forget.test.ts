import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forgetConnections } from './forget.ts';

const server = createServer((_request, response) => response.end('here'));
let connections = 0;
server.on('connection', () => {
  connections += 1;
});
let url = '';
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** After the answer a connection goes back to its agent, which takes a turn of the event loop. */
const turn = () => new Promise((done) => setImmediate(done));
const ways = {
  fetch: async () => {
    await (await fetch(url)).text();
    await turn();
  },
  'node:http': async () => {
    const [response] = await once(get(url), 'response');
    await once(response.resume(), 'close');
    await turn();
  },
};

it.each(Object.entries(ways))('what %s keeps of a connection is not met after it was forgotten', async (_way, ask) => {
  const before = connections;
  await ask();
  await ask();
  expect(connections - before).toBe(1);

  await forgetConnections();

  await ask();
  expect(connections - before).toBe(2);
});
