import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import type { Certificates } from '../redis/certificates.ts';
import { listen } from './listen.ts';

/** A TLS terminator before Jira, with a certificate of a private CA. */
export interface TlsFront {
  readonly port: number;
  /** Connections on which the client agreed to the certificate. */
  secured(): number;
  close(): Promise<void>;
}

export async function startTlsFront(certificates: Certificates, jiraUrl: string): Promise<TlsFront> {
  const { hostname, port: jiraPort } = new URL(jiraUrl);
  let secured = 0;
  const [cert, key] = await Promise.all([readFile(certificates.cert), readFile(certificates.key)]);
  const server = createServer({ cert, key }, (client) => {
    secured += 1;
    const jira = connect(Number(jiraPort), hostname);
    client.pipe(jira).pipe(client);
    client.on('error', () => jira.destroy());
    client.on('close', () => jira.destroy());
    jira.on('error', () => client.destroy());
  });
  const { port, close } = await listen(server);
  return { port, secured: () => secured, close };
}
