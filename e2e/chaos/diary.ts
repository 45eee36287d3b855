/** What was done to the system and what it answered, in the order of time: the first part of a guilty event's story. */
export interface Diary {
  readonly entries: readonly DiaryEntry[];
  /** `about` are the event ids that it concerns; none: it concerns all. */
  note(text: string, about?: readonly string[]): void;
}

export interface DiaryEntry {
  readonly at: number;
  readonly text: string;
  readonly about: readonly string[];
}

export function openDiary(now: () => number = Date.now): Diary {
  const entries: DiaryEntry[] = [];
  return {
    entries,
    note: (text, about = []) => void entries.push({ at: now(), text, about }),
  };
}
