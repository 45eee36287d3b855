import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { listen } from '../transport/listen.ts';

/** Stands before Jira and writes down what it is asked. */
export interface Recorder {
  readonly url: string;
  readonly asked: { line: string; headers: IncomingHttpHeaders; body: string }[];
  close(): Promise<void>;
}

export async function startRecorder(jiraUrl: string): Promise<Recorder> {
  const asked: Recorder['asked'] = [];
  const { hostname: host, port: jiraPort, pathname } = new URL(jiraUrl);
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      asked.push({ line: `${method} ${url}`, headers, body: body.toString('utf8') });
      const onward = request({ host, port: Number(jiraPort), path: url, method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  const { port, close } = await listen(server);
  return { url: `http://127.0.0.1:${port}${pathname.replace(/\/$/, '')}`, asked, close };
}
