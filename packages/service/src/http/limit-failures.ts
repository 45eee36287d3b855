import { isIP } from 'node:net';

const MAX_ADDRESSES = 10_000;

export interface FailureLimit {
  /** Counts one failure; returns null while within the limit, else the seconds until the window ends. */
  count(address: string): number | null;
  /** Counts nothing: null while the next failure would be within the limit, else the seconds until the window ends. */
  blocked(address: string): number | null;
}

/** Counts failures per address in windows of `windowMs`. An IPv6 client owns a whole /64, so that counts as one. */
export function limitFailures(limit: number, windowMs: number, now: () => number): FailureLimit {
  const windows = new Map<string, { ends: number; failures: number }>();
  return {
    count(address) {
      const time = now();
      const key = networkOf(address);
      let window = windows.get(key);
      if (window === undefined || window.ends <= time) {
        windows.delete(key);
        // A flood from many addresses must not fill the memory: the oldest window goes first.
        const oldest = windows.keys().next();
        if (windows.size >= MAX_ADDRESSES && !oldest.done) windows.delete(oldest.value);
        window = { ends: time + windowMs, failures: 0 };
        windows.set(key, window);
      }
      window.failures += 1;
      return window.failures <= limit ? null : secondsUntil(window.ends, time);
    },
    blocked(address) {
      const [window, time] = [windows.get(networkOf(address)), now()];
      const isFull = window !== undefined && window.ends > time && window.failures >= limit;
      return isFull ? secondsUntil(window.ends, time) : null;
    },
  };
}

function secondsUntil(ends: number, time: number): number {
  return Math.max(1, Math.ceil((ends - time) / 1000));
}

/** What a proxy forwards can be any text, of any length: what is no address counts under one name. */
function networkOf(address: string): string {
  const version = isIP(address);
  if (version === 0) return 'no address';
  if (version === 4 || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':');
}
