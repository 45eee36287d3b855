/**
 * The least that sends POSTs over one kept-alive connection and reads their answers. A whole HTTP client costs several times
 * as much, and would take the processor from what is measured.
 */
import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  body: string;
}

export interface HttpConnection {
  /** One request at a time. */
  send(bytes: Uint8Array, answered: (answer: Answer) => void): void;
  close(): void;
}

export async function openConnection(port: number, failed: (error: Error) => void): Promise<HttpConnection> {
  const socket = await connected(port);
  let pending = '';
  let answered: ((answer: Answer) => void) | null = null;
  socket.on('error', failed);
  socket.on('close', () => answered && failed(new Error('the server closed a connection with a request under way')));
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    pending = pending === '' ? chunk : pending + chunk;
    const head = pending.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(pending)?.[1]);
    if (Number.isNaN(length)) return failed(new Error(`an answer without Content-Length: ${pending.slice(0, 200)}`));
    if (pending.length < head + 4 + length) return;
    const answer = { status: Number(pending.slice(9, 12)), body: pending.slice(head + 4) };
    const call = answered;
    pending = '';
    answered = null;
    call?.(answer);
  });
  return {
    send: (bytes, callback) => {
      answered = callback;
      socket.write(bytes);
    },
    close: () => socket.destroy(),
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.off('error', reject);
      socket.setNoDelay(true);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
