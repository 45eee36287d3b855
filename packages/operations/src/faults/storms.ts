/** Storms, and what one of them lists; read only. */
import { readMember, StormEntry, StormWindow, stormKeys } from '@guance-jira/ledger';
import { z } from 'zod';
import type { OpenedRedis } from '../opened-redis.ts';

const MAX_STORMS = 50;
/** Of which most may be over. */
const LOOKED_AT = 100;
const LISTED_A_PAGE = 50;

export interface StormRow {
  readonly window: StormWindow;
  /** Null until its first list was written. */
  readonly issueKey: string | null;
  /** How many alerts are to be listed, and how many of them Jira has. */
  readonly listed: number;
  readonly told: number;
  /** How many of them have not recovered. */
  readonly standing: number;
}

export interface ListedEntry {
  readonly entry: StormEntry;
  readonly told: boolean;
  readonly standing: boolean;
}

export interface OneStorm extends StormRow {
  readonly entries: readonly ListedEntry[];
  readonly from: number;
  readonly more: boolean;
}

/** Those of the newest that have something to list, or whose faults stand; newest first. Those of older versions while they have work. */
export async function openStorms(opened: OpenedRedis): Promise<StormRow[]> {
  const { redis, keys } = opened;
  const members = await Promise.all([
    redis.zrevrange(keys.stormsSeen, 0, LOOKED_AT - 1),
    redis.zrange(keys.stormsOpen, '0', String(LOOKED_AT - 1)),
  ]);
  const windows = [...new Set(members.flat())].map((text) => readMember(StormWindow, text));
  const rows = await Promise.all(windows.map((window) => (window === null ? null : stormRow(opened, window))));
  const open = rows.filter((row) => row !== null && (row.standing > 0 || row.told < row.listed));
  return open
    .filter((row) => row !== null)
    .sort((a, b) => b.window.start - a.window.start)
    .slice(0, MAX_STORMS);
}

/** Null when its records are gone. */
export async function oneStorm(opened: OpenedRedis, window: StormWindow, from: number): Promise<OneStorm | null> {
  const row = await stormRow(opened, window);
  if (row === null) return null;
  const { list, standing } = stormKeys(opened.keys, window);
  const texts = await opened.redis.lrange(list, from, from + LISTED_A_PAGE);
  const entries = texts.slice(0, LISTED_A_PAGE).map((text) => readMember(StormEntry, text));
  const reads = opened.redis.pipeline();
  for (const entry of entries) reads.sismember(standing, entry?.faultKey ?? `event ${entry?.eventId ?? ''}`);
  const stands = ((await reads.exec()) ?? []).map(([, answer]) => answer === 1);
  const shown = entries.flatMap((entry, index) =>
    entry === null ? [] : [{ entry, told: from + index < row.told, standing: stands[index] ?? false }],
  );
  return { ...row, entries: shown, from, more: texts.length > LISTED_A_PAGE };
}

async function stormRow({ redis, keys }: OpenedRedis, window: StormWindow): Promise<StormRow | null> {
  const at = stormKeys(keys, window);
  const [[told, issue, about], listed, standing] = await Promise.all([
    redis.hmget(at.window, 'told', 'issue', 'about'),
    redis.llen(at.list),
    redis.scard(at.standing),
  ]);
  if (listed === 0 && about == null) return null;
  return {
    window,
    issueKey: readMember(Issue, issue ?? '')?.key ?? null,
    ...{ listed, standing, told: Number(told ?? 0) },
  };
}

const Issue = z.object({ id: z.string(), key: z.string() });
