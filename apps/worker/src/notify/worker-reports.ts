/**
 * What one worker alone can know to be wrong (its rules file), laid where whoever tells people next finds it: the workers
 * take turns at telling.
 */
import { randomUUID } from 'node:crypto';
import type { RedisClient } from '@guance-jira/queue';
import { z } from 'zod';

export interface WorkerReports {
  /** The rules file as it was read last: its problems, or null when it is right. */
  rules(problems: string | null): void;
  /** The problems that any worker has now, each once. */
  all(): Promise<string[]>;
  close(): Promise<void>;
}

const Report = z.object({ problems: z.string(), at: z.number() });

const REFRESH_MS = 20_000;
/** A report that is not refreshed is of a worker that is gone. By the clock of Redis: those of workers may be minutes apart. */
const FRESH_MS = 120_000;
const LONGEST = 1000;

export function createWorkerReports(redis: RedisClient, key: string, onError: (error: Error) => void): WorkerReports {
  const id = randomUUID();
  let mine: string | null = null;
  const nowMs = async () => Number((await redis.time())[0]) * 1000;
  const write = async () => {
    if (mine === null) await redis.hdel(key, id);
    else await redis.hset(key, id, JSON.stringify({ problems: mine, at: await nowMs() }));
  };
  const timer = setInterval(() => {
    if (mine !== null) write().catch(onError);
  }, REFRESH_MS);
  return {
    rules: (problems) => {
      if (problems === null && mine === null) return;
      mine = problems?.slice(0, LONGEST) ?? null;
      write().catch(onError);
    },
    all: async () => {
      const [kept, now] = await Promise.all([redis.hgetall(key), nowMs()]);
      const reports = Object.entries(kept).map(([from, text]) => ({ from, ...read(text) }));
      const gone = reports.filter(({ at }) => now - at > FRESH_MS).map(({ from }) => from);
      if (gone.length > 0) await redis.hdel(key, ...gone);
      return [...new Set(reports.filter(({ from }) => !gone.includes(from)).map(({ problems }) => problems))];
    },
    close: async () => {
      clearInterval(timer);
      if (mine !== null) await redis.hdel(key, id).catch(onError);
    },
  };
}

function read(text: string): z.infer<typeof Report> {
  try {
    return Report.parse(JSON.parse(text));
  } catch {
    return { problems: '', at: 0 };
  }
}
