import type { Json, JsonObject } from './json.ts';
import type { Dialect, SandboxOptionsInput } from './options.ts';
import { type JiraSandbox, type SandboxDeps, startJiraSandbox } from './start.ts';

export type Reply = { status: number; headers: Headers; text: string; json: JsonObject };
export type Client = {
  sandbox: JiraSandbox;
  /** A REST path below `/rest/api/<version>`. */
  rest: (method: string, path: string, body?: Json | FormData, headers?: Record<string, string>) => Promise<Reply>;
  create: (fields?: JsonObject, more?: JsonObject) => Promise<{ id: string; key: string }>;
  search: (jql: string, more?: JsonObject) => Promise<string[]>;
};

const NO_CHECK = { 'x-atlassian-token': 'no-check' };

/** fetch writes that of a form. */
function typeOf(body: Json | FormData | undefined): Record<string, string> {
  return body instanceof FormData ? {} : { 'content-type': 'application/json' };
}

/** As a browser sends a file. */
export function fileForm(name: string, bytes: Buffer, type = 'image/png'): FormData {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  return form;
}

export const dialects: Dialect[] = ['cloud', 'datacenter'];

/** Runs a test against a sandbox of its own and closes it whatever happens. */
export async function withSandbox(
  options: SandboxOptionsInput,
  test: (client: Client) => Promise<void>,
  deps: SandboxDeps = {},
): Promise<void> {
  const sandbox = await startJiraSandbox(options, deps);
  try {
    await test(clientOf(sandbox));
  } finally {
    await sandbox.close();
  }
}

/** The text in the form that the dialect's own API version takes. */
export function richFor(dialect: Dialect, text: string): Json {
  if (dialect === 'datacenter') return text;
  return { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}

export function basic(user: string, secret: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` };
}

function clientOf(sandbox: JiraSandbox): Client {
  const version = sandbox.state.isCloud ? '3' : '2';
  const login = sandbox.state.isCloud ? basic('bot@example.com', 'sandbox-token') : basic('bot', 'sandbox-password');
  const rest: Client['rest'] = async (method, path, body, headers = login) => {
    const response = await fetch(`${sandbox.url}/rest/api/${version}${path}`, {
      method,
      headers: { ...(path.endsWith('/attachments') ? NO_CHECK : {}), ...typeOf(body), ...headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: objectIn(text) };
  };
  return {
    sandbox,
    rest,
    create: async (fields = {}, more = {}) => {
      const base = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'one' };
      const { status, json, text } = await rest('POST', '/issue', { fields: { ...base, ...fields }, ...more });
      if (status !== 201) throw new Error(`create answered ${status}: ${text}`);
      return { id: String(json.id), key: String(json.key) };
    },
    search: async (jql, more = {}) => {
      const path = sandbox.state.isCloud ? '/search/jql' : '/search';
      const { status, json, text } = await rest('POST', path, { jql, fields: ['summary'], ...more });
      if (status !== 200) throw new Error(`search answered ${status}: ${text}`);
      return Array.isArray(json.issues) ? json.issues.map((issue) => String(Object(issue).key)) : [];
    },
  };
}

function objectIn(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
