/** Which rules each worker has in force, as it tells it in Redis every few seconds; for people who look. */
import { hash } from 'node:crypto';
import type { RulesText } from '@guance-jira/mapping';
import { type Keys, lua, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';

const Told = z.object({
  /** Of their texts; the same for all who have the same rules. */
  print: z.string(),
  /** When this worker took them, by its clock. */
  since: z.number(),
  /** What the files hold now and was not taken, and since when. */
  refused: z.object({ since: z.number(), problems: z.array(z.string()) }).nullable(),
});
export type RulesTold = z.infer<typeof Told>;

/** A worker tells them as often as this. */
export const TELL_RULES_MS = 5000;
/** After so long without a word a worker is not counted any more. */
const SILENT_S = 30;

export async function tellRules(redis: RedisClient, keys: Keys, worker: string, told: RulesTold): Promise<void> {
  await TELL(redis, [keys.rules], [worker, JSON.stringify(told)]);
}

/** Of the workers that run now, by their names. */
export async function readRulesTold(redis: RedisClient, keys: Keys): Promise<ReadonlyMap<string, RulesTold>> {
  const [all, [now]] = await Promise.all([redis.hgetall(keys.rules), redis.time()]);
  const told = new Map<string, RulesTold>();
  for (const [worker, text] of Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [at = '', ...rest] = text.split(' ');
    const read = Told.safeParse(jsonIn(rest.join(' ')));
    if (read.success && Number(now) - Number(at) <= SILENT_S) told.set(worker, read.data);
  }
  return told;
}

/** By their words alone: worker and console may see the same files under different paths. */
export function rulesPrint(texts: readonly RulesText[]): string {
  return hash('sha256', JSON.stringify(texts.map(({ text }) => text)), 'hex').slice(0, 16);
}

const Kept = z.array(z.object({ name: z.string(), text: z.string() }));

/** Of right rules only. */
export async function keepRules(redis: RedisClient, keys: Keys, texts: readonly RulesText[]): Promise<void> {
  await redis.set(keys.keptRules, JSON.stringify(texts));
}

/** Null where no worker has kept any. */
export async function readKeptRules(redis: RedisClient, keys: Keys): Promise<RulesText[] | null> {
  return Kept.safeParse(jsonIn((await redis.get(keys.keptRules)) ?? '')).data ?? null;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const TELL = script(lua(new URL('./scripts/tell-rules.lua', import.meta.url)));
