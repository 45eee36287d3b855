import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of somebody else, on another port of this machine: the nearest that a foreign page can get. */
export async function startOtherSite(html: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // After listening on a port an address is an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Tries with script and with a form what changes something on the dashboard, using the visitor's login. */
export function attackPage(adminUrl: string, jobId: string): string {
  const queue = `${adminUrl}/dashboard/api/queues/events`;
  const added = { name: 'planted', data: {}, options: {} };
  const tries = [
    ['retry', `${queue}/${jobId}/retry`, { method: 'PUT', credentials: 'include' }],
    ['add', `${queue}/add`, { method: 'POST', credentials: 'include', mode: 'no-cors', body: JSON.stringify(added) }],
    ['pause', `${queue}/pause`, { method: 'PUT', credentials: 'include', mode: 'no-cors' }],
  ];
  return `<!doctype html><title>other site</title>
<form method="post" action="${queue}/add"><input name="name" value="planted"><button>win</button></form>
<p id="done"></p>
<script>
  const tries = ${JSON.stringify(tries)};
  Promise.all(tries.map(([name, url, options]) =>
    fetch(url, options).then((answer) => name + ' ' + answer.type + ' ' + answer.status, (error) => name + ' ' + error.name)
  )).then((results) => { document.getElementById('done').textContent = results.join(', '); });
</script>`;
}
