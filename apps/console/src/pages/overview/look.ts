/** What the overview looks at, at most once in a few seconds however many people have it open. */
import {
  type CatchUpFinding,
  judgeQueue,
  judgeRedis,
  type OpenedRedis,
  type QueueFinding,
  type RedisFinding,
  readCatchUp,
  readQueue,
  readRedis,
  type WantedOfRedis,
} from '@guance-jira/operations';
import { readRefused } from '@guance-jira/queue';

export interface Looked {
  readonly queue: readonly QueueFinding[];
  readonly redis: readonly RedisFinding[];
  /** Projects in which the workers do not see the issues that they make. */
  readonly hidden: readonly string[];
  /** Deliveries that were refused in the last hour. */
  readonly refused: number;
  readonly catchUp: readonly CatchUpFinding[];
}

const LOOK_AGAIN_MS = 3000;
const HOUR_MS = 3_600_000;

/** @param site null: whose pauses to look at is not known, so none are found */
export function overviewLook(
  opened: OpenedRedis,
  { site, wanted, now }: { site: string | null; wanted: WantedOfRedis; now: () => number },
): () => Promise<Looked> {
  let last: { at: number; looked: Promise<Looked> } | null = null;
  return () => {
    if (last !== null && now() - last.at < LOOK_AGAIN_MS) return last.looked;
    const looked = look(opened, site ?? '', wanted, now);
    // What failed is not remembered: the next one looks anew.
    looked.catch(() => {
      last = null;
    });
    last = { at: now(), looked };
    return looked;
  };
}

async function look(opened: OpenedRedis, site: string, wanted: WantedOfRedis, now: () => number): Promise<Looked> {
  const [queue, redis, visible, refused, catchUp] = await Promise.all([
    readQueue(opened, site),
    readRedis(opened, now),
    opened.redis.hgetall(opened.keys.visible(site)),
    readRefused(opened.redis, opened.keys),
    readCatchUp(opened, now()),
  ]);
  return {
    queue: judgeQueue(queue, now()),
    redis: judgeRedis(redis, wanted),
    catchUp,
    hidden: Object.keys(visible).filter((project) => visible[project] !== 'seen'),
    refused: refused.filter(({ at }) => now() - at < HOUR_MS).reduce((sum, { count }) => sum + count, 0),
  };
}
