/** What the sandbox answers to one request. */

export type Answer = {
  status: number;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is; `body` is then ignored. */
  text?: string;
  headers?: Record<string, string>;
};
