/**
 * What an issue is to be given besides, once it stands: chart and log lines of Guance. One hash for each issue of a route with
 * `context`; others have none. The worker writes it, `find` shows it. How far a part has come stands in the same hash.
 */
import { type Keys, lua, REDIS_CLOCK, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';

const Query = z.union([z.object({ query: z.string() }), z.object({ problem: z.string() })]);

const Order = z.object({
  issue: z.object({ id: z.string(), key: z.string() }),
  route: z.string(),
  eventId: z.string(),
  /** As Guance calls it; '' where the alert names none. */
  workspace: z.string(),
  /** By which Guance knows the object; null where the alert names none. */
  ref: z.string().nullable(),
  /** Time of the event, in milliseconds. */
  at: z.number(),
  language: z.enum(['zh', 'en']),
  timezone: z.string(),
  audience: z.object({
    internal: z.boolean(),
    visibility: z.object({ type: z.enum(['role', 'group']), value: z.string() }).nullable(),
  }),
  /** `query` null: the monitor's own. */
  chart: z.object({ query: Query.nullable() }).nullable(),
  logs: z.object({ query: Query, lines: z.number(), withinMs: z.number() }).nullable(),
  /** When it was ordered, in milliseconds. */
  orderedAt: z.number(),
});
export type ContextRequest = z.infer<typeof Order>;

export const contextParts = ['logs', 'chart'] as const;
export type ContextPart = (typeof contextParts)[number];

const End = z.object({ end: z.enum(['added', 'left_out']), reason: z.string().nullable(), at: z.number() });
export type ContextEnd = z.infer<typeof End>;

export interface ContextRecord {
  order: ContextRequest;
  /** Of the parts that have an end. */
  ends: Partial<Record<ContextPart, ContextEnd>>;
}

export interface ContextAt {
  redis: RedisClient;
  keys: Keys;
  site: string;
}

/** Once for an issue: whoever orders again, after a crash say, changes nothing. */
export async function orderContext(at: ContextAt, order: ContextRequest, keptS: number): Promise<void> {
  const { redis, keys, site } = at;
  const args = [JSON.stringify(order), order.issue.id, keptS];
  await ORDER(redis, [keys.context(site, order.issue.id), keys.contexts(site)], args);
}

/** Null where nothing was ordered for this issue. */
export async function readContext({ redis, keys, site }: ContextAt, issueId: string): Promise<ContextRecord | null> {
  const [order, ...ends] = await redis.hmget(keys.context(site, issueId), 'order', ...contextParts);
  if (!order) return null;
  const read = contextParts.flatMap((part, index) => {
    const text = ends[index];
    return text ? [[part, End.parse(JSON.parse(text))] as const] : [];
  });
  return { order: Order.parse(JSON.parse(order)), ends: Object.fromEntries(read) };
}

/** The first end of a part counts. */
export async function noteContextEnd(
  at: ContextAt,
  issueId: string,
  part: ContextPart,
  end: ContextEnd,
): Promise<void> {
  await at.redis.hsetnx(at.keys.context(at.site, issueId), part, JSON.stringify(end));
}

const ORDER = script(lua(new URL('./scripts/order.lua', import.meta.url), { REDIS_CLOCK }));
