import { EventJob } from '@guance-jira/queue';

/** An event that waits on disk. `job` is null where the row cannot be read. */
export interface SpooledRow {
  id: number;
  bytes: number;
  job: EventJob | null;
}

export function readJob(text: string): EventJob | null {
  try {
    return EventJob.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
