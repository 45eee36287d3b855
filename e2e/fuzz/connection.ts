import { connect } from 'node:net';

export interface Exchange {
  /** Status codes of all answers on this connection, in order; 100 is none. */
  readonly statuses: readonly number[];
  readonly ms: number;
  /** How it ended: `closed`, or the code of the error, such as ECONNRESET. */
  readonly end: string;
  /** The receiver did not let go of it in time. */
  readonly held: boolean;
}

/** Slow senders are cut after 20 s at the latest, and none of ours is slow. */
const HELD_AFTER_MS = 40_000;
const KEPT = 200_000;
/** Our side ends when nothing more comes for so long: at once it would abort a request that is still being answered. */
const QUIET_MS = 5;
const SILENT_MS = 1000;

/** Sends the pieces, later the end of our side, and reads until the other side ends too. A reset is an answer like any other. */
export function exchange(
  port: number,
  from: string,
  pieces: readonly Buffer[],
  answered: () => void,
): Promise<Exchange> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    let answer = '';
    let refused: unknown = null;
    let how = 'closed';
    let quiet: NodeJS.Timeout | undefined;
    const endWhenQuiet = (ms: number) => {
      clearTimeout(quiet);
      quiet = setTimeout(() => socket.end(), ms);
    };
    const end = (held: boolean) => {
      clearTimeout(timer);
      clearTimeout(quiet);
      socket.destroy();
      if (refused) return reject(refused);
      const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, code]) => Number(code));
      resolve({ statuses: statuses.filter((code) => code !== 100), ms: performance.now() - startedAt, end: how, held });
    };
    const timer = setTimeout(() => end(true), HELD_AFTER_MS);
    socket.on('connect', () => {
      for (const piece of pieces) socket.write(piece);
      endWhenQuiet(SILENT_MS);
    });
    socket.on('data', (chunk) => {
      endWhenQuiet(QUIET_MS);
      answered();
      if (answer.length < KEPT) answer += chunk.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      how = error.code ?? error.message;
      // Nobody listens: the receiver is gone.
      if (error.code === 'ECONNREFUSED' || error.code === 'EADDRNOTAVAIL') refused = error;
    });
    socket.on('close', () => end(false));
  });
}
