/** Guance takes the times of a mute as wall time of a zone. One that never changes its clock spares the question which of two is meant. */
export const ZONE = 'Asia/Shanghai';

/** `2026/11/30 20:15:00` for milliseconds since 1970. */
export function wallTime(ms: number): string {
  return new Date(ms + AHEAD_MS).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}

/** Since 1991, without summer time. */
const AHEAD_MS = 8 * 3_600_000;
