export type LoggedRequest = {
  number: number;
  at: number;
  method: string;
  /** With the query, never with a key. */
  path: string;
  kind: string;
  body: unknown;
  /** Null while nothing was answered. */
  status: number | null;
  errorCode: string;
  /** It was carried out, and changed something. */
  committed: boolean;
  fault: string | null;
};

const MAX_KEPT = 5000;

/** Every request to the OpenAPI, oldest first. */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  #number = 0;

  add(entry: Omit<LoggedRequest, 'number'>): LoggedRequest {
    this.#number += 1;
    const added = { number: this.#number, ...entry };
    this.#entries.push(added);
    if (this.#entries.length > MAX_KEPT) this.#entries.shift();
    return added;
  }

  entries(kind?: string): LoggedRequest[] {
    return this.#entries.filter((entry) => kind === undefined || entry.kind === kind);
  }

  clear(): void {
    this.#entries = [];
  }
}
