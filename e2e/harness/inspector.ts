import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds, right after its garbage was collected. Bytes and counts. */
export interface Holdings {
  readonly rss: number;
  readonly heap: number;
  /** Buffers and the like, outside the heap. */
  readonly external: number;
  /** Open file descriptors. */
  readonly files: number;
  readonly sockets: number;
  readonly timers: number;
}

/** The environment with which a process of ours can be asked by `holdingsOf`. */
export function inspected(port: number): Record<string, string> {
  return { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` };
}

/**
 * Asks a process over Node's inspector, which it must have been started with. The connection is closed again, since a
 * process waits for it at its end.
 */
export async function holdingsOf(pid: number, port: number): Promise<Holdings> {
  const list: unknown = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
  const socket = new WebSocket(String(Reflect.get(Object(Reflect.get(Object(list), 0)), 'webSocketDebuggerUrl')));
  try {
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error('no inspector answers')), { once: true });
    });
    await ask(socket, 'HeapProfiler.collectGarbage');
    const value = await ask(socket, 'Runtime.evaluate', { expression: EXPRESSION, returnByValue: true });
    const { heap, external, resources } = JSON.parse(String(value));
    const count = (name: RegExp) => resources.filter((resource: string) => name.test(resource)).length;
    return {
      rss: rssOf(pid),
      heap,
      external,
      files: filesOf(pid),
      sockets: count(/^(TCP|TLS|Pipe)/),
      timers: count(/^(Timeout|Immediate)$/),
    };
  } finally {
    await new Promise((resolve) => {
      socket.addEventListener('close', resolve, { once: true });
      socket.close();
    });
  }
}

const EXPRESSION = `(() => {
  const { heapUsed, external } = process.memoryUsage();
  return JSON.stringify({ heap: heapUsed, external, resources: process.getActiveResourcesInfo() });
})()`;

let lastId = 0;

function ask(socket: WebSocket, method: string, params: object = {}): Promise<unknown> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    const listener = ({ data }: MessageEvent) => {
      const answer = JSON.parse(String(data));
      if (answer.id !== id) return;
      socket.removeEventListener('message', listener);
      if (answer.error) reject(new Error(`${method}: ${answer.error.message}`));
      else resolve(answer.result?.result?.value);
    };
    socket.addEventListener('message', listener);
    socket.send(JSON.stringify({ id, method, params }));
  });
}

/** Resident memory, as Linux tells it. */
function rssOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? Number.NaN) * 1024;
}

/** Processor time it has used so far, in seconds. */
export function cpuSecondsOf(pid: number): number {
  // After the name, which may hold spaces and brackets; fields 14 and 15 of proc(5), in ticks of 10 ms.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function filesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
