import type { Response } from 'express';
import type { Answer } from '../answer.ts';

export type Wire = {
  send: (answer: Answer) => void;
  /** Promises the whole body, sends half of it and drops the connection. */
  sendCut: (answer: Answer) => void;
  /** Sends the headers at once and the body in ten pieces over `ms`. */
  sendSlowly: (answer: Answer, ms: number) => Promise<void>;
  /** TCP reset. */
  reset: () => void;
};

/** The ways in which an answer can leave, or not. */
export function wireOf(res: Response, sleep: (ms: number) => Promise<void>, onStatus: (status: number) => void): Wire {
  const begin = (answer: Answer): Buffer => {
    const body = bytesOf(answer);
    onStatus(answer.status);
    res.status(answer.status);
    const hasType = Object.keys(answer.headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
    if (!hasType && answer.text === undefined) res.setHeader('Content-Type', 'application/json;charset=UTF-8');
    for (const [name, value] of Object.entries(answer.headers ?? {})) res.setHeader(name, value);
    return body;
  };
  return {
    send: (answer) => {
      const body = begin(answer);
      if (answer.status !== 204 && answer.status !== 304) res.setHeader('Content-Length', body.length);
      res.end(answer.status === 204 || answer.status === 304 ? undefined : body);
    },
    sendCut: (answer) => {
      const body = begin(answer);
      res.setHeader('Content-Length', body.length);
      res.write(body.subarray(0, Math.floor(body.length / 2)), () => res.socket?.destroy());
    },
    sendSlowly: async (answer, ms) => {
      const body = begin(answer);
      res.setHeader('Content-Length', body.length);
      const step = Math.max(1, Math.ceil(body.length / 10));
      for (let from = 0; from < body.length; from += step) {
        if (res.destroyed) return;
        res.write(body.subarray(from, from + step));
        await sleep(ms / 10);
      }
      res.end();
    },
    reset: () => res.socket?.resetAndDestroy(),
  };
}

function bytesOf(answer: Answer): Buffer {
  if (answer.text !== undefined) return Buffer.from(answer.text, 'utf8');
  return answer.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(answer.body), 'utf8');
}
