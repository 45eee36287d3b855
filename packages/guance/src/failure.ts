/** How a request to Guance's OpenAPI can fail. */

export type FailureKind =
  /** It never left, or Guance counted it as one too many: nothing was done. */
  | 'not_executed'
  | 'throttled'
  /** The key is wrong, or its role may not do this. */
  | 'unauthorized'
  /** Guance's own no to this very request. */
  | 'refused'
  /** Nobody knows whether it was done. */
  | 'ambiguous';

export class GuanceFailure extends Error {
  override readonly name = 'GuanceFailure';
  readonly kind: FailureKind;
  readonly endpoint: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** @param said in Guance's words or those of the network; never a key */
  constructor(
    kind: FailureKind,
    of: { endpoint: string; status: number | null; said: string; retryAfterMs?: number | null },
  ) {
    super(`Guance ${of.endpoint}: ${kind}${of.status === null ? '' : ` (${of.status})`}: ${of.said}`);
    this.kind = kind;
    this.endpoint = of.endpoint;
    this.status = of.status;
    this.retryAfterMs = of.retryAfterMs ?? null;
  }
}

/**
 * What an answer means. Only Guance's envelope is Guance's own word: a page of a proxy leaves open what became of the request. The
 * documentation tells no status of a refusal, so a 200 that says otherwise inside counts by what stands inside.
 */
export function kindOfAnswer(status: number, own: boolean, code: number, errorCode = ''): FailureKind {
  // One request too many is a 401 there: ft.TriggerApiAkCurrentLimiting, docs/zh/open-api/error-definition.md.
  if (status === 429 || (own && (code === 429 || /CurrentLimiting$/i.test(errorCode)))) return 'throttled';
  if (!own) return 'ambiguous';
  const said = code >= 400 ? code : status;
  if (said === 401 || said === 403) return 'unauthorized';
  return said >= 500 ? 'ambiguous' : 'refused';
}

/** No byte of the request was sent. https://undici.nodejs.org/#/docs/api/Errors */
export function kindOfError(error: unknown): FailureKind {
  const cause: unknown = Reflect.get(Object(error), 'cause');
  const codes = [error, cause].map((one) => String(Reflect.get(Object(one), 'code') ?? ''));
  return codes.some((code) => NEVER_LEFT.test(code)) ? 'not_executed' : 'ambiguous';
}

const NEVER_LEFT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;
