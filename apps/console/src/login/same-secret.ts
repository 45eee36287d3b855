import { hash, timingSafeEqual } from 'node:crypto';

/** Compares in constant time: the digests have one length, whatever the lengths of the texts. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
