import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SandboxOptionsInput } from './options.ts';
import { type GuanceSandbox, startGuanceSandbox } from './start.ts';
import type { JsonObject } from './state/model.ts';

export type Reply = { status: number; json: JsonObject; content: unknown };
export type Client = {
  sandbox: GuanceSandbox;
  /** A path below `/api/v1`, with the key unless another is given. */
  api: (method: string, path: string, body?: unknown, key?: string) => Promise<Reply>;
  /** The events that came to the webhook. */
  received: JsonObject[];
  /** What the webhook answers from now on; null: nothing. */
  answerWith: (status: number | null) => void;
};

/** Runs a test against a sandbox of its own, with a webhook, and closes both whatever happens. */
export async function withSandbox(
  options: SandboxOptionsInput,
  test: (client: Client) => Promise<void>,
  deps: { now?: () => number } = {},
): Promise<void> {
  const received: JsonObject[] = [];
  let status: number | null = 202;
  const webhook = createServer((req, res) => {
    let text = '';
    req.on('data', (chunk) => {
      text += chunk;
    });
    req.on('end', () => {
      received.push(JSON.parse(text));
      if (status !== null) res.writeHead(status, { 'content-type': 'application/json' }).end('{"status":"queued"}');
    });
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  // After listening on a port an address is an object.
  const { port } = webhook.address() as AddressInfo;
  const webhookUrl = `http://127.0.0.1:${port}/webhook/guance/a-secret-token`;
  const sandbox = await startGuanceSandbox({ webhookUrl, ...options }, deps);
  const answerWith = (next: number | null) => {
    status = next;
  };
  try {
    await test({ sandbox, received, answerWith, api: apiOf(sandbox) });
  } finally {
    await sandbox.close();
    webhook.closeAllConnections();
    await new Promise((resolve) => webhook.close(resolve));
  }
}

function apiOf(sandbox: GuanceSandbox): Client['api'] {
  return async (method, path, body, key = 'sandbox-guance-key') => {
    const answer = await fetch(`${sandbox.url}/api/v1${path}`, {
      method,
      headers: { 'df-api-key': key, 'content-type': 'application/json;charset=UTF-8' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = JSON.parse(await answer.text());
    return { status: answer.status, json, content: json.content };
  };
}
