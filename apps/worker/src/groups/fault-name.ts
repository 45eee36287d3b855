/**
 * The key under which a fault is kept. 0.1 called a fault by its id alone, which two workspaces may both use. A fault that it
 * opened keeps that name to its end, for the workspace whose it is; everything else has the workspace in its key.
 */

import { ownerOfJob } from '@guance-jira/ledger';
import type { AlertEvent } from '@guance-jira/mapping';
import { jobIdFor, type Keys, type RedisClient, type Workspace } from '@guance-jira/queue';
import { z } from 'zod';

interface Around {
  redis: RedisClient;
  keys: Keys;
  workspace: Workspace;
}

export async function faultNameOf(event: AlertEvent, around: Around): Promise<string> {
  const name = event.faultKey;
  const before = event.faultKeyBefore;
  return before !== null && (await isKeptAs(before, name, event, around)) ? before : name;
}

async function isKeptAs(before: string, name: string, event: AlertEvent, around: Around): Promise<boolean> {
  const { redis, keys, workspace } = around;
  const [anew, [stage, owner, opener] = [], text] = await Promise.all([
    redis.exists(keys.fault(name)),
    redis.hmget(keys.fault(before), 'state', 'ws', 'opener'),
    redis.hget(keys.object(event.objectKey), 'state'),
  ]);
  if (anew === 1) return false;
  // The object's key has always had the workspace in it.
  const ofObject = text !== null && Named.safeParse(JSON.parse(text)).data?.faultKey === before;
  if (!stage) return ofObject;
  if (owner !== null && owner !== undefined) return owner === workspace;
  const ours = ofObject || (opener ? (await ownerOfJob(jobIdFor(opener), around)) === workspace : false);
  if (ours) await redis.hset(keys.fault(before), 'ws', workspace);
  return ours;
}

const Named = z.object({ faultKey: z.string() });
