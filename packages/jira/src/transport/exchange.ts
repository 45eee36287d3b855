/** One request and its answer over undici's own `dispatch`: `request` would make a stream of each body, which costs more than all the rest. */
import type { Dispatcher } from 'undici';
import type { RawAnswer } from './raw-answer.ts';

const MAX_ANSWER = 5 * 1024 * 1024;

/**
 * Resolves with the whole answer within `ms`: one limit for all of a request. undici's own limits begin anew with each phase and
 * each byte of a body, and none holds while a request waits for a connection; but how late Jira can have got a request is what
 * the ledger's patience counts on.
 *
 * `sent` becomes true when undici starts to write: an error before it means that Jira has seen nothing. A request that was given
 * up while it waited for a connection is started too, but aborted before its first byte.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  ms: number,
  sent: { value: boolean },
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let given: Error | null = null;
    let head = { status: 0, headers: {} as RawAnswer['headers'] };
    const parts: Buffer[] = [];
    let size = 0;
    const giveUp = (error: Error) => {
      given = error;
      controller?.abort(error);
      end(() => reject(error));
    };
    const timer = setTimeout(
      () => giveUp(Object.assign(new Error('no whole answer in time'), { code: 'ETIMEDOUT' })),
      ms,
    );
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
    };
    const whole = (body: string | null) => end(() => resolve({ ...head, body }));
    dispatcher.dispatch(
      { ...request, headersTimeout: 0, bodyTimeout: 0 },
      {
        onRequestStart: (started) => {
          controller = started;
          if (given) started.abort(given);
          sent.value = !started.aborted;
        },
        onResponseStart: (_, status, headers) => {
          head = { status, headers };
        },
        onResponseData: (started, part) => {
          size += part.length;
          if (size <= MAX_ANSWER) return void parts.push(part);
          whole(null);
          started.abort(new Error('the answer is larger than we read'));
        },
        onResponseEnd: () => whole(Buffer.concat(parts).toString('utf8')),
        onResponseError: (_, error) => end(() => reject(error)),
      },
    );
  });
}
