import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createLogger, createMetrics, loadEnv } from '@guance-jira/service';
import { ReceiverEnv, tokenValues } from '../config.ts';
import { type Receiver, startReceiver } from '../start.ts';

export const TOKEN = 'first-token-0123456789';

export interface TestReceiver extends Receiver {
  /** Everything logged so far, as lines of JSON. */
  logged(): string;
  send(body: unknown, options?: { token?: string; headers?: Record<string, string> }): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON, of whatever shape the test expects. */
  json: {
    accepted?: { eventId: string; status: string }[];
    error?: { code: string; message: string };
    status?: string;
    reason?: string;
  };
}

/** A receiver on free ports, in this process. `env` is what a person would set. */
export async function startTestReceiver(redisUrl: string, env: Record<string, string> = {}): Promise<TestReceiver> {
  const lines: string[] = [];
  const { config, secrets } = loadEnv(
    ReceiverEnv,
    {
      REDIS_URL: redisUrl,
      RECEIVER_HOST: '127.0.0.1',
      RECEIVER_PORT: '0',
      METRICS_PORT: '0',
      WEBHOOK_TOKENS: TOKEN,
      ...env,
    },
    () => '',
  );
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const log = createLogger({
    LOG_LEVEL: 'debug',
    LOG_FORMAT: 'json',
    service: 'receiver',
    secrets: [...secrets, ...tokenValues(config)],
    stream,
  });
  const receiver = await startReceiver(config, { log, metrics: createMetrics('receiver') });
  return {
    ...receiver,
    logged: () => lines.join(''),
    send: (body, { token = TOKEN, headers = {} } = {}) =>
      answerOf(
        fetch(`${receiver.url}/webhook/guance/${encodeURIComponent(token)}`, {
          method: 'POST',
          body: typeof body === 'string' ? body : JSON.stringify(body),
          headers: { 'content-type': 'application/json', ...headers },
        }),
      ),
  };
}

export async function answerOf(response: Promise<Response> | Response): Promise<Answer> {
  const { status, headers, ...rest } = await read(await response);
  return { status, headers, json: JSON.parse(rest.text) };
}

export function temporaryDir(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'receiver-spool-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function alert(eventId: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { df_event_id: eventId, df_status: 'critical', df_title: 'Disk full', date: 1693034940, ...fields };
}

async function read(response: Response) {
  return { status: response.status, headers: response.headers, text: await response.text() };
}
