import type { Json, JsonObject } from '../state/model.ts';

/** What goes out: an envelope as JSON, text as it is, or the bytes of a picture. */
export type Answer = {
  status: number;
  body?: unknown;
  text?: string;
  bytes?: Buffer;
  headers?: Record<string, string>;
};

export type Envelope = (content: Json, more?: JsonObject) => Answer;

/** The common shape of docs/zh/open-api/index.md. `more` is `pageInfo` of lists. */
export function success(traceId: string, content: Json, more: JsonObject = {}): Answer {
  return { status: 200, body: { code: 200, content, errorCode: '', message: '', ...more, success: true, traceId } };
}

/** The code is the HTTP status (the same page); the names of the first three are docs/zh/open-api/error-definition.md, the rest are made up. */
export function failure(traceId: string, { status, errorCode, message }: Refusal): Answer {
  return { status, body: { code: status, content: {}, errorCode, message, success: false, traceId } };
}

export type Refusal = { status: number; errorCode: string; message: string };

export const REFUSALS = {
  /** It is a 401, though nothing is wrong with the login. */
  keyLimit: { status: 401, errorCode: 'ft.TriggerApiAkCurrentLimiting', message: '触发API限流-AK级别' },
  workspaceLimit: {
    status: 401,
    errorCode: 'ft.TriggerApiWorkspaceCurrentLimiting',
    message: '触发API限流-工作空间级别',
  },
  key: { status: 403, errorCode: 'ft.InvalidAPIKey', message: '无效的 API Key' },
  notFound: { status: 404, errorCode: 'ft.SandboxNotFound', message: 'no such thing' },
  noEndpoint: { status: 404, errorCode: 'ft.SandboxNoEndpoint', message: 'the sandbox has no such endpoint' },
} as const satisfies Record<string, Refusal>;

export function malformed(message: string): Refusal {
  return { status: 400, errorCode: 'ft.SandboxMalformed', message };
}

/** Thrown by a handler; nothing has been changed then. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}
