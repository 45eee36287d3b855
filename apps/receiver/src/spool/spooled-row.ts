import { QueuedJob } from '@guance-jira/queue';

/** An event that waits on disk. `job` is null where the row cannot be read. */
export interface SpooledRow {
  id: number;
  bytes: number;
  job: QueuedJob | null;
}

export function readJob(text: string): QueuedJob | null {
  try {
    return QueuedJob.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
