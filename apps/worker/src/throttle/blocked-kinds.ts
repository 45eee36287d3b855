/**
 * Kinds of requests that something before Jira answers in its place while all else is well: a firewall that lets no create pass, a
 * proxy with a page for each transition. Where so many events in a row got such an answer, the kind rests for longer each time, and
 * one event alone tries it; any answer of Jira itself to this kind ends the rest for all workers.
 */
import type { JiraFailure, RequestEnd } from '@guance-jira/jira';
import { blockedKey, PAUSES } from '@guance-jira/operations';
import { type Keys, lua, REDIS_CLOCK, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';
import { BLOCKED } from './circuit-scripts.ts';
import { kindOf } from './kind-of-request.ts';

export interface BlockedKinds {
  /** Something else answered. How often in a row the kind has rested, where a rest began by it; 0 for none. */
  answeredByOthers(kind: string, whose: string, said: string): Promise<number>;
  /** Jira itself answered. Never rejects: what Redis does not take now is told by a later answer. */
  answeredByJira(kind: string): void;
  /** What an admission knows: whether an answer of Jira would be news. */
  watch(kind: string, watched: boolean): void;
  /** Null where this event may ask, and it alone then. Takes no slot. */
  turn(kind: string, whose: string): Promise<{ ms: number; said: string } | null>;
}

/** Events in a row, so that a body that nobody lets through makes no rest. */
const SIGNS = 5;
/** Signs that lie further apart are not in a row. */
const SIGN_COUNTS_MS = 600_000;
/** After the last answer of others; much longer than any rest. */
const KEPT_MS = 3_600_000;
const MAX_SAID = 300;

/** @param growing delays by number of rests */
export function createBlockedKinds(
  redis: RedisClient,
  keys: Keys,
  site: string,
  growing: () => readonly number[],
): BlockedKinds {
  const key = blockedKey(keys, site);
  const watched = new Set<string>();
  const watch = (kind: string, isWatched: boolean) => void (isWatched ? watched.add(kind) : watched.delete(kind));
  return {
    watch,
    answeredByOthers: async (kind, whose, said) => {
      watch(kind, true);
      const delays = JSON.stringify(growing().map(Math.round));
      const words = said.slice(0, MAX_SAID).toWellFormed();
      return Number(await BLOCK(redis, [key], [kind, whose, SIGNS, delays, words, KEPT_MS, SIGN_COUNTS_MS]));
    },
    answeredByJira: (kind) => {
      if (!watched.delete(kind)) return;
      redis.hdel(key, kind).catch(() => watch(kind, true));
    },
    turn: async (kind, whose) => {
      const answer = Turn.parse(JSON.parse(String(await TRY(redis, [keys.pause(site), key], [kind, whose]))));
      watch(kind, true);
      return answer.ms === 0 ? null : { ms: answer.ms, said: answer.said ?? '' };
    },
  };
}

/** Passes on how requests ended, whoever made them. */
export function tellsAnswers(
  metrics: { request(endpoint: string, failure: JiraFailure | null, ms: number): void },
  circuit: Pick<BlockedKinds, 'answeredByJira'>,
): (endpoint: string, end: RequestEnd) => void {
  return (endpoint, { method, failure, ms }) => {
    metrics.request(endpoint, failure, ms);
    // Foreign JSON with status 200 is no new issue: who reads the answer of a create tells of it.
    const byJira = failure === null ? endpoint !== 'create' : failure.facts.own;
    if (byJira) circuit.answeredByJira(kindOf({ endpoint, method }));
  };
}

const Turn = z.object({ ms: z.number(), said: z.string().optional() });

const BLOCK = script(lua(new URL('./scripts/block.lua', import.meta.url), { REDIS_CLOCK, BLOCKED }));

const TRY = script(lua(new URL('./scripts/try.lua', import.meta.url), { REDIS_CLOCK, PAUSES, BLOCKED }));
