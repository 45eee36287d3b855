import type { SendRequestOptions } from 'jira.js/core';
import { readAnswer } from '../transport/answer.ts';
import type { Transport } from '../transport/transport.ts';

export interface FakeTransport extends Transport {
  /** Every request so far. */
  readonly requests: SendRequestOptions[];
}

/** Answers requests with what `answer` says: a value, or status and body as they come off the wire. */
export function fakeTransport(
  answer: (request: SendRequestOptions, count: number) => { status?: number; value: unknown },
): FakeTransport {
  const requests: SendRequestOptions[] = [];
  return {
    requests,
    sendRequest: async <T>(request: SendRequestOptions<T>) => {
      requests.push(request);
      const { status = 200, value } = answer(request, requests.length);
      const body = value === undefined ? '' : JSON.stringify(value);
      // As the real transport: each caller parses what it needs of it.
      return readAnswer('test', { status, headers: {}, body }, 0) as T;
    },
    clockSkewMs: () => 7,
    close: async () => {},
  };
}
