/** What was done to the system and what it answered, in the order of time: one part of a guilty alert's timeline. */
export interface EventLog {
  readonly entries: readonly LogEntry[];
  /** `about` are the alerts that it concerns; none: it concerns all. */
  note(text: string, about?: readonly string[]): void;
}

export interface LogEntry {
  readonly at: number;
  readonly text: string;
  readonly about: readonly string[];
}

export function openEventLog(now: () => number = Date.now): EventLog {
  const entries: LogEntry[] = [];
  return {
    entries,
    note: (text, about = []) => void entries.push({ at: now(), text, about }),
  };
}
