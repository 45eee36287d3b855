/** The load generator, in a process of its own: gets a Load by message and answers with a LoadResult. */
import { eventRequest } from '../event-bytes.ts';
import { type Answer, type HttpConnection, openConnection } from '../http-connection.ts';
import type { Load, LoadResult } from '../load.ts';

process.on('message', (load: Load) => {
  run(load).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});

async function run(load: Load): Promise<LoadResult> {
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const connections = await Promise.all(
    Array.from({ length: load.connections }, () => openConnection(load.port, (error) => fail(error))),
  );
  try {
    return await Promise.race([send(load, connections), failed]);
  } finally {
    for (const connection of connections) connection.close();
  }
}

/**
 * Closed: each connection sends its next request when the last is answered. Open: requests are due at their times whatever the
 * server does, and their latency counts from then, so that a stall is not left out (coordinated omission).
 */
function send(load: Load, connections: readonly HttpConnection[]): Promise<LoadResult> {
  const { count, perSecond } = load;
  const latencies = new Float64Array(count);
  const seen: LoadResult = { seconds: 0, answers: {}, events: {}, latencies: [] };
  const idle = connections.map((connection) => ({ connection, ...eventRequest(load.path) }));
  const started = performance.now();
  const dueAt = (index: number) => (perSecond === null ? performance.now() : started + (index * 1000) / perSecond);
  let sent = 0;
  let done = 0;
  return new Promise((resolve) => {
    const note = ({ status, body }: Answer) => {
      seen.answers[status] = (seen.answers[status] ?? 0) + 1;
      const event = /"status":"(\w+)"/.exec(body)?.[1];
      if (event !== undefined) seen.events[event] = (seen.events[event] ?? 0) + 1;
    };
    const sendDue = () => {
      while (sent < count && idle.length > 0 && dueAt(sent) <= performance.now()) {
        const free = idle.pop();
        if (!free) return;
        const index = sent;
        const due = dueAt(index);
        sent += 1;
        free.setNumber(load.firstNumber + index);
        free.connection.send(free.bytes, (answer) => {
          latencies[index] = performance.now() - due;
          note(answer);
          idle.push(free);
          done += 1;
          if (done < count) return sendDue();
          clearInterval(timer);
          resolve({ ...seen, seconds: (performance.now() - started) / 1000, latencies: [...latencies.sort()] });
        });
      }
    };
    const timer = setInterval(sendDue, 1);
    sendDue();
  });
}
