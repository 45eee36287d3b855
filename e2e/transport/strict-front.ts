import { readFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { createServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { Certificates } from '../redis/certificates.ts';
import { listen } from './listen.ts';

/** A gateway before Jira that lets in only who has a certificate of its CA. */
export interface StrictFront {
  readonly port: number;
  /** The headers of each request that it passed on, and the name in the certificate. */
  readonly asked: { headers: IncomingHttpHeaders; peer: string | undefined }[];
  close(): Promise<void>;
}

export async function startStrictFront(certificates: Certificates, jiraUrl: string): Promise<StrictFront> {
  const { hostname: host, port: jiraPort } = new URL(jiraUrl);
  const asked: StrictFront['asked'] = [];
  const [ca, cert, key] = await Promise.all(
    [certificates.ca, certificates.cert, certificates.key].map((path) => readFile(path)),
  );
  const options = { ca, cert, key, requestCert: true, rejectUnauthorized: true };
  const server = createServer(options, (incoming, outgoing) => {
    const { method, url: path, headers, socket } = incoming;
    const peer = socket instanceof TLSSocket ? socket.getPeerCertificate().subject?.CN : undefined;
    asked.push({ headers, peer: Array.isArray(peer) ? peer[0] : peer });
    const onward = request({ host, port: Number(jiraPort), path, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on('tlsClientError', () => undefined);
  const { port, close } = await listen(server);
  return { port, asked, close };
}
