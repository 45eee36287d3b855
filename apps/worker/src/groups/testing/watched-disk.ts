/** One object of a test and its events, each a minute after the one before. */
import { randomUUID } from 'node:crypto';
import type { Sent } from './fault-world.ts';

export interface WatchedDisk {
  /** Its next event: `ok` recovers. */
  next(status: string, change?: Sent): Sent;
  /** A new round begins with the next event. */
  again(): void;
  /** Its key in the records of objects. */
  readonly objectKey: string;
}

/** Minutes ago, so that no event is from the future. */
const FIRST_MS = 3_600_000;

export function watchedDisk(about: Sent = {}): WatchedDisk {
  const ref = randomUUID();
  let seconds = Math.floor((Date.now() - FIRST_MS) / 1000);
  let round = 1;
  return {
    objectKey: `/ref/${ref}`,
    again: () => {
      round += 1;
    },
    next: (df_status, change = {}) => {
      seconds += 60;
      return {
        ...{ df_event_id: `event-${randomUUID()}`, df_status, timestamp: seconds, df_fault_id: `${ref}-${round}` },
        ...{ df_title: '磁盘使用率过高', df_monitor_checker_value: '91', df_monitor_checker_event_ref: ref },
        ...about,
        ...change,
      };
    },
  };
}
