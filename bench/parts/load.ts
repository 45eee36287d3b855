import { fork } from 'node:child_process';
import { join } from 'node:path';

/** What the load generator shall send. */
export interface Load {
  port: number;
  path: string;
  connections: number;
  count: number;
  /** Requests a second, however long the answers take; null: each connection sends as soon as it can. */
  perSecond: number | null;
  /** The events are numbered from here, so that no two of a run are the same. */
  firstNumber: number;
}

export interface LoadResult {
  seconds: number;
  /** Answers by HTTP status. */
  answers: Record<string, number>;
  /** Accepted events by what the receiver says of them: queued, duplicate, spooled. */
  events: Record<string, number>;
  /** Milliseconds, sorted; from the time at which the request was due. */
  latencies: number[];
}

export interface LoadGenerator {
  /** @throws Error when an answer has another status than `status`: such a run would measure something else */
  run(load: Load, status: number): Promise<LoadResult>;
  close(): void;
}

export function startLoadGenerator(): LoadGenerator {
  const child = fork(join(import.meta.dirname, 'children/load-child.ts'));
  return {
    run: (load, status) =>
      new Promise((resolve, reject) => {
        child.once('message', (message: { result?: LoadResult; error?: string }) => {
          const { result, error } = message;
          if (!result) return reject(new Error(`load: ${error}`));
          const others = Object.keys(result.answers).filter((seen) => seen !== String(status));
          if (others.length > 0)
            return reject(new Error(`load: wanted ${status}, got ${JSON.stringify(result.answers)}`));
          resolve(result);
        });
        child.send(load);
      }),
    close: () => child.kill(),
  };
}
