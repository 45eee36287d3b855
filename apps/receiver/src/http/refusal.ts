/** A delivery that is not accepted, in the words of the answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: RefusalCode;
  readonly headers: Readonly<Record<string, string>>;
  constructor(code: RefusalCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.status = STATUS_OF[code];
    this.headers = headers;
  }
}

/** The status of each code. */
export const STATUS_OF = {
  invalid_json: 400,
  unauthorized: 401,
  wrong_workspace: 403,
  not_found: 404,
  method_not_allowed: 405,
  body_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  too_many_events: 429,
  internal_error: 500,
  unavailable: 503,
} as const;
export type RefusalCode = keyof typeof STATUS_OF;
