/** One request to Guance: in its turn, and what its failure means for the change at hand. */
import { type Guance, GuanceFailure, turnInMs } from '@guance-jira/guance';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { Step } from '../disposition.ts';

export interface Asking {
  redis: RedisClient;
  keys: Keys;
  guance: Guance;
  workspace: string;
  /** The issue: all that tell of it keep one turn together while they wait, since one of them will do it. */
  who: string;
  /** Told of each request: its endpoint, and 'done' or the kind of its failure. */
  onAnswer: (endpoint: string, end: string) => void;
}

type Wait = Extract<Step, { step: 'wait' }>;

/** Null when it is this change's turn; others of its object go on meanwhile. */
export async function myTurn({ redis, keys, workspace, who }: Asking): Promise<Wait | null> {
  const ms = await turnInMs(redis, keys, workspace, who);
  return ms === 0 ? null : later(ms, 'Guance lets each key ask 20 times a minute, and others are before this one');
}

/** What came of a request: its answer, or why there is none. */
export type Asked<T> = { end: 'done'; answer: T } | { end: 'refused' | 'lost' | 'not_sent'; failure: GuanceFailure };

export async function asked<T>(
  asking: Asking,
  endpoint: string,
  act: (guance: Guance) => Promise<T>,
): Promise<Asked<T>> {
  try {
    const answer = await act(asking.guance);
    asking.onAnswer(endpoint, 'done');
    return { end: 'done', answer };
  } catch (error) {
    if (!(error instanceof GuanceFailure)) throw error;
    asking.onAnswer(endpoint, error.kind);
    const end = error.kind === 'refused' ? 'refused' : error.kind === 'ambiguous' ? 'lost' : 'not_sent';
    return { end, failure: error };
  }
}

/** As long as Guance asks for; a wrong key may be mended, and an outage ends. */
export function laterAfter(failure: GuanceFailure): Wait {
  const { kind, retryAfterMs, message } = failure;
  const ms = Math.max(retryAfterMs ?? 0, kind === 'ambiguous' ? LOOK_AFTER_MS : SOON_MS);
  return { ...later(ms, message), failed: true };
}

export function later(ms: number, reason: string): Wait {
  return { step: 'wait', ms, reason, leaveLane: true };
}

/** So late what was sent may still take effect, and be seen. */
export const LOOK_AFTER_MS = 30_000;
const SOON_MS = 60_000;
