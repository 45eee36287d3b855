import type { Response } from 'express';
import { requestIdOf } from './request-id.ts';

type Headers = Readonly<Record<string, string>>;
export type Send = (res: Response, status: number, body: object, headers?: Headers) => void;

/** @param stopping then no connection is kept alive */
export function createSend(stopping: () => boolean): Send {
  return (res, status, body, headers = withRequestId(res)) => {
    if (res.headersSent || res.destroyed) return;
    const text = JSON.stringify(body);
    // Not res.json: its negotiation of types and etags is a tenth of what a delivery costs.
    res.writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
      ...headers,
      ...(stopping() ? { Connection: 'close' } : {}),
    });
    res.end(text);
  };
}

export function withRequestId({ req }: Response): Headers {
  return { 'X-Request-Id': requestIdOf(req.headers['x-request-id']) };
}
