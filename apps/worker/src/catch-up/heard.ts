/**
 * Of which objects an alert was heard that is not over yet. What is listed in Guance and was heard is not lost, whichever of its
 * events came; what was heard and is listed there no more may be over. A hint: ledger and records of objects decide.
 */
import type { AlertEvent } from '@guance-jira/mapping';
import { type Keys, lua, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';

export const Heard = z.object({ at: z.number(), faultKey: z.string(), objectKey: z.string() });
export type Heard = z.infer<typeof Heard>;

/** @param workspaces those that are looked at; of others nobody asks */
export function createHear(
  { redis, keys, onError }: { redis: RedisClient; keys: Keys; onError: (error: Error) => void },
  workspaces: ReadonlySet<string>,
): (event: AlertEvent) => void {
  return ({ workspace, ref, recovered, eventTime, receivedAt, faultKey, objectKey }) => {
    if (ref === null || workspace.id === null || !workspaces.has(workspace.id)) return;
    const at = eventTime ?? receivedAt;
    const text = recovered ? '' : JSON.stringify({ at, faultKey, objectKey } satisfies Heard);
    HEAR(redis, [keys.heard(workspace.id)], [ref, at, text, KEPT_S]).catch(onError);
  };
}

export async function heardIn(redis: RedisClient, keys: Keys, workspace: string): Promise<Map<string, Heard>> {
  const all = Object.entries(await redis.hgetall(keys.heard(workspace)));
  return new Map(all.flatMap(([ref, text]) => (readHeard(text) ? [[ref, readHeard(text) as Heard]] : [])));
}

function readHeard(text: string): Heard | null {
  try {
    return Heard.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const KEPT_S = 90 * 86_400;

const HEAR = script(lua(new URL('./scripts/hear.lua', import.meta.url)));
