import { BodyRefused } from '@guance-jira/queue';
import { Refusal } from './refusal.ts';

/** Puts what body-parser and Express throw into our words; anything unknown is our own fault. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof BodyRefused) return new Refusal(error.code, error.message);
  const { type, status } = httpError(error);
  if (type === 'entity.too.large') return new Refusal('body_too_large', 'The body is larger than 1 MiB.');
  if (type === 'encoding.unsupported')
    return new Refusal('unsupported_media_type', 'The content encoding is unknown. Send plain, gzip, deflate or br.');
  if (type === 'request.aborted') return new Refusal('invalid_json', 'The body ended before its announced length.');
  // A path that cannot be decoded, a body that does not fit its length, a broken gzip stream.
  if (status === 400)
    return new Refusal('invalid_json', 'The request cannot be read: its encoding or length is wrong.');
  return new Refusal('internal_error', "Something went wrong; see the receiver's log.");
}

/** http-errors, as Express and body-parser use it: `status` is the answer's, `type` names the reason. */
function httpError(error: unknown): { type: string | null; status: number | null } {
  if (!(error instanceof Error)) return { type: null, status: null };
  return {
    type: 'type' in error ? String(error.type) : null,
    status: 'status' in error ? Number(error.status) : null,
  };
}
