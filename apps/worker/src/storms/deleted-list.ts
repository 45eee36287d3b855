/** A storm's issue that a person deleted: what stood in its list is told once more in the next one, and events find that out. */
import type { IssueRef } from '@guance-jira/jira';
import { readMember, type StormWindow } from '@guance-jira/ledger';
import { lua, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';

export interface DeletedLists {
  /** Which of so many entries are not to be told once more in another issue: they stand there no longer. */
  stale(window: StormWindow, from: number, count: number): Promise<boolean[]>;
  /** Its issue was deleted. When it was the first, all that stand in its list are told once more. Returns how many were. */
  relist(window: StormWindow, issue: IssueRef): Promise<number>;
  /** Where a fault stands that was listed in this issue: there, in the issue after it, or in none, as that one is gone. */
  whereListed(window: StormWindow, issue: IssueRef): Promise<{ issue: IssueRef; gone: boolean }>;
  /** Whether an event may look now if the issue still stands: a repeat does so rarely. */
  mayLook(window: StormWindow): Promise<boolean>;
  /** An event has found the issue gone. Who waits to be listed opens another, if anybody does. */
  noteUnseen(window: StormWindow, issue: IssueRef): Promise<void>;
}

/** @param base the key of a window */
export function deletedLists(redis: RedisClient, base: (window: StormWindow) => string): DeletedLists {
  return {
    stale: async (window, from, count) =>
      Flags.parse(
        await STALE(redis, [base(window), `${base(window)}:list`, `${base(window)}:standing`], [from, count]),
      ),
    relist: async (window, { id }) => Number(await RELIST(redis, [base(window)], [id])),
    whereListed: async (window, listedIn) => {
      const { issue, gone } = Where.parse(JSON.parse(String(await WHERE(redis, [base(window)], [listedIn.id]))));
      return { issue: (issue === '' ? null : readMember(Issue, issue)) ?? listedIn, gone };
    },
    mayLook: async (window) => (await redis.set(`${base(window)}:looked`, '1', 'PX', BETWEEN_LOOKS_MS, 'NX')) === 'OK',
    noteUnseen: async (window, { id }) => void (await UNSEEN(redis, [base(window)], [id])),
  };
}

/** Between two looks of repeats whether a window's issue still stands. */
const BETWEEN_LOOKS_MS = 10 * 60_000;

const Flags = z.array(z.number().transform((flag) => flag === 1));
const Where = z.object({ issue: z.string(), gone: z.boolean() });
const Issue = z.object({ id: z.string(), key: z.string() });

const UNSEEN = script(lua(new URL('./scripts/unseen.lua', import.meta.url)));

const RELIST = script(lua(new URL('./scripts/relist.lua', import.meta.url)));

const STALE = script(lua(new URL('./scripts/stale.lua', import.meta.url)));

const WHERE = script(lua(new URL('./scripts/where.lua', import.meta.url)));
