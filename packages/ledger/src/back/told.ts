/** As what an issue was last read, so that a poll knows what a webhook has told already. A hint: written without the lane. */
import { lua, type RedisClient, script } from '@guance-jira/queue';

/** @param key of the record; without one nothing is noted */
export async function noteTold(redis: RedisClient, key: string, print: string): Promise<void> {
  await NOTE(redis, [key], ['told', print]);
}

/** '' where nobody has read it. */
export async function readTold(redis: RedisClient, key: string): Promise<string> {
  return (await redis.hget(key, 'told')) ?? '';
}

const NOTE = script(lua(new URL('./scripts/note-told.lua', import.meta.url)));
