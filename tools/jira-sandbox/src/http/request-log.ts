import type { Json } from '../json.ts';

/** One request as it was seen. `status` is what went out; null: no answer (yet). The Authorization header is not kept. */
export type LoggedRequest = {
  n: number;
  at: number;
  method: string;
  path: string;
  kind: string;
  route: string | null;
  body: Json;
  account: string | null;
  status: number | null;
  /** Whether the handler carried the request out, whatever was answered. */
  committed: boolean;
  fault: string | null;
  durationMs: number | null;
};

/** Keeps the last requests, oldest first. */
export class RequestLog {
  readonly #entries: LoggedRequest[] = [];
  readonly #limit: number;
  #count = 0;

  constructor(limit = 20_000) {
    this.#limit = limit;
  }

  add(entry: Omit<LoggedRequest, 'n'>): LoggedRequest {
    this.#count += 1;
    const kept = { n: this.#count, ...entry };
    this.#entries.push(kept);
    if (this.#entries.length > this.#limit) this.#entries.splice(0, Math.ceil(this.#limit / 10));
    return kept;
  }

  entries(filter: { kind?: string | undefined; sinceN?: number | undefined } = {}): LoggedRequest[] {
    return this.#entries.filter(
      (entry) => (filter.kind === undefined || entry.kind === filter.kind) && entry.n > (filter.sinceN ?? 0),
    );
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
