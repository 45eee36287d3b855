import type { Answer } from './answer.ts';
import type { SentFile } from './http/files.ts';
import type { Json, JsonObject } from './json.ts';
import type { Account } from './state/model.ts';
import type { SandboxState } from './state/state.ts';

/** What a fault makes of the issue that a create makes. */
export type MadeIssue = {
  /** How long search leaves it out, in ms. */
  unseenForMs?: number | undefined;
  /** Logins that may see it. */
  visibleTo?: string[] | undefined;
  /** So many keys are left out before it. */
  skipKeys?: number | undefined;
  /** Its key, where that was given out before. */
  key?: string | undefined;
};

/** One authenticated REST request, as the handlers see it. */
export type Call = {
  state: SandboxState;
  /** `undefined`: anonymous. */
  account: Account | undefined;
  apiVersion: '2' | '3';
  params: Record<string, string>;
  query: URLSearchParams;
  body: Json | undefined;
  /** Of a multipart request. */
  files: readonly SentFile[];
  headers: Record<string, string>;
  made: MadeIssue;
  /** Scheme, host and context path under which the client reached the sandbox. */
  baseUrl: string;
};

export type Handler = (call: Call) => Answer;

/** The address of a REST resource, in the version that the client asked for. */
export function restUrl(call: Call, path: string): string {
  return `${call.baseUrl}/rest/api/${call.apiVersion}${path}`;
}

export function bodyObject(call: Call): JsonObject {
  return typeof call.body === 'object' && call.body !== null && !Array.isArray(call.body) ? call.body : {};
}
