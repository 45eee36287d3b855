import { z } from 'zod';
import type { Known } from './policy.ts';

/** What was told before, over restarts and over all processes that share it. */
export interface NotifyStore {
  /** Runs `work` unless another process is at it; false then. */
  inTurn(work: () => Promise<void>): Promise<boolean>;
  load(): Promise<Readonly<Record<string, Known>>>;
  save(condition: string, known: Known | null): Promise<void>;
}

/** Texts by name, which processes share, and the right to work on them: one at a time. */
export interface SharedTexts {
  inTurn(work: () => Promise<void>): Promise<boolean>;
  load(): Promise<Readonly<Record<string, string>>>;
  save(name: string, text: string | null): Promise<void>;
}

const Record = z.object({
  since: z.number(),
  told: z.number(),
  toldAt: z.number(),
  level: z.number(),
  goneAt: z.number().nullable(),
});

/** Shared with other processes. What cannot be read (a newer version wrote it) counts as not told. */
export function sharedStore(texts: SharedTexts): NotifyStore {
  return {
    inTurn: texts.inTurn,
    load: async () => {
      const entries = Object.entries(await texts.load()).map(([name, text]) => [name, readRecord(text)] as const);
      return Object.fromEntries(entries.filter((entry): entry is [string, Known] => entry[1] !== null));
    },
    save: (condition, known) => texts.save(condition, known === null ? null : JSON.stringify(known)),
  };
}

/** For a process alone, until it ends. */
export function ownStore(): NotifyStore {
  const records = new Map<string, Known>();
  return {
    inTurn: async (work) => {
      await work();
      return true;
    },
    load: async () => Object.fromEntries(records),
    save: async (condition, known) => {
      if (known === null) records.delete(condition);
      else records.set(condition, known);
    },
  };
}

function readRecord(text: string): Known | null {
  try {
    return Record.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
