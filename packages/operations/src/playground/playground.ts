/** Rules that somebody tries: what they would do with an event, and what they would change. Nothing is sent, nothing is kept. */
import { openLimitedThread } from '@guance-jira/service';
import type { Change, Changed } from './change.ts';
import type { Trial, Tried } from './try-rules.ts';

/** What the thread is asked. `plainText`: messages that take long to read are not read. */
export type Asked =
  | ({ readonly kind: 'try'; readonly plainText: boolean } & Trial)
  | ({ readonly kind: 'change' } & Change);

/** Somebody else's question is being answered, and enough others wait. */
export class PlaygroundBusy extends Error {
  override readonly name = 'PlaygroundBusy';
}

export interface Playground {
  /** Null where it takes too long, or too much memory. @throws PlaygroundBusy */
  try(trial: Trial): Promise<Tried | null>;
  /** Null where it takes too long, or too much memory. @throws PlaygroundBusy */
  change(change: Change): Promise<Changed | null>;
  close(): Promise<void>;
}

/** One event; twice that where its message is read as plain text after all. */
const TRY = { cpuMs: 2000, wallMs: 10_000, memoryMb: 192 };
/** Five hundred events under two rules. */
const CHANGE = { cpuMs: 15_000, wallMs: 45_000, memoryMb: 384 };
const MAX_WAITING = 6;

/** Templates and patterns of strangers run in threads, which are ended when they take too long: whoever else looks waits for nothing. */
export function openPlayground(
  program = new URL('./playground-thread.ts', import.meta.url),
  limits = { try: TRY, change: CHANGE },
): Playground {
  const [trying, changing] = [inTurn(program, limits.try), inTurn(program, limits.change)];
  const ask = async <T>(thread: Turns, asked: Asked): Promise<T | null> => {
    const answer = await thread.run(JSON.stringify(asked));
    return answer === null ? null : (JSON.parse(answer) as T);
  };
  return {
    try: async (trial) =>
      (await ask<Tried>(trying, { kind: 'try', plainText: false, ...trial })) ??
      (await ask<Tried>(trying, { kind: 'try', plainText: true, ...trial })),
    change: (change) => ask<Changed>(changing, { kind: 'change', ...change }),
    close: async () => {
      await Promise.all([trying.close(), changing.close()]);
    },
  };
}

interface Turns {
  run(input: string): Promise<string | null>;
  close(): Promise<void>;
}

function inTurn(program: URL, limits: typeof TRY): Turns {
  const thread = openLimitedThread(program, limits);
  let waiting = 0;
  return {
    run: async (input) => {
      if (waiting >= MAX_WAITING) throw new PlaygroundBusy();
      waiting += 1;
      try {
        return await thread.run(input);
      } finally {
        waiting -= 1;
      }
    },
    close: thread.close,
  };
}
