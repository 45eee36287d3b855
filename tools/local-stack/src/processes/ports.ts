import { createServer } from 'node:net';

/** A free port on the loopback interface, below the range that outgoing connections take theirs from. */
export async function freePort(random: () => number = Math.random): Promise<number> {
  for (;;) {
    const port = 20_000 + SLICES * Math.floor(random() * (12_000 / SLICES)) + (process.pid % SLICES);
    // A program takes a second to start, and until then its port still seems to be free.
    if (given.has(port)) continue;
    given.add(port);
    if (given.size > MAX_GIVEN) given.clear();
    if (await isFree(port)) return port;
  }
}

const given = new Set<number>();
const MAX_GIVEN = 300;
/** Test files run in processes of their own at the same time: each takes ports that its neighbors do not. */
const SLICES = 16;

/** The wanted port or the next free one above it that is not in `taken`. */
export async function nextFreePort(wanted: number, taken: ReadonlySet<number>): Promise<number> {
  for (let port = wanted; port <= 65_535; port += 1) {
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`no free port from ${wanted} up`);
}

/** Asked of both addresses: macOS lets one process take 0.0.0.0 while another holds 127.0.0.1 on the same port. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '0.0.0.0'));
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
