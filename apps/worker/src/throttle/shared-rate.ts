/** The learnt rate, shared by all workers: learn-rate.ts decides, this keeps it in Redis and feeds it. */

import type { RateLimits } from '@guance-jira/jira';
import type { RedisClient } from '@guance-jira/queue';
import { lua, script } from '@guance-jira/queue';
import { z } from 'zod';
import { type Answers, afterAnswers, afterRefusal, firstRate, type LearntRate, type RateBounds } from './learn-rate.ts';

export interface SharedRate {
  /** A request had to wait for its slot. */
  waited(): void;
  /** Jira answered well; what many answers tell is passed on together. Never rejects. */
  answered(limits: RateLimits): void;
  refused(pauseMs: number): Promise<void>;
}

/** Answers are passed on so often. */
const EVERY_MS = 250;
/** What was learnt is forgotten after an hour without a change. */
const KEPT_MS = 3_600_000;

/** @param key a hash; its field `perSecond` is what the circuit reads */
export function createSharedRate(redis: RedisClient, key: string, bounds: () => RateBounds): SharedRate {
  let waiting = 0;
  let seen: Answers = { good: 0, limit: null, near: false };
  let lastLimit: number | null = null;
  let passedOnAt = Number.NEGATIVE_INFINITY;

  async function change(next: (rate: LearntRate, now: number) => LearntRate): Promise<void> {
    for (;;) {
      const { was, now } = Read.parse(JSON.parse(String(await READ(redis, [key], []))));
      const before = was === '' ? firstRate(bounds()) : Stored.parse(JSON.parse(was));
      const after = next(before, now);
      const text = JSON.stringify(after);
      if (text === was || (await WRITE(redis, [key], [was, text, after.perSecond, KEPT_MS])) === 1) return;
    }
  }

  return {
    waited: () => {
      waiting += 1;
    },
    answered: ({ perSecond, near }) => {
      const limit = least(seen.limit, perSecond);
      const good = Math.min(seen.good + 1, waiting);
      seen = { good, limit, near: seen.near || near };
      const news = good > 0 || seen.near || (limit !== null && limit !== lastLimit);
      if (!news || performance.now() - passedOnAt < EVERY_MS) return;
      const told = seen;
      passedOnAt = performance.now();
      waiting = 0;
      lastLimit = told.limit ?? lastLimit;
      seen = { good: 0, limit: null, near: false };
      // What Redis does not take now is learnt from later answers.
      change((rate, now) => afterAnswers(rate, told, bounds(), now)).catch(() => undefined);
    },
    refused: (pauseMs) => change((rate, now) => afterRefusal(rate, pauseMs, bounds(), now)),
  };
}

/** Limits differ by endpoint, and one rate serves them all. */
function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

const Read = z.object({ was: z.string(), now: z.number() });
const Stored = z.object({
  perSecond: z.number(),
  limit: z.number().nullable(),
  refused: z.boolean(),
  heldUntil: z.number(),
  heldMs: z.number().optional(),
});

const READ = script(lua(new URL('./scripts/read.lua', import.meta.url)));

const WRITE = script(lua(new URL('./scripts/write.lua', import.meta.url)));
