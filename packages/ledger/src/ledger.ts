/**
 * The ledger: which event has which issue, and how far its creation has come. Here it is decided that an issue is created
 * at most once; Jira's search only repairs.
 */
import { randomUUID } from 'node:crypto';
import type { IssueRef } from '@guance-jira/jira';
import type { Script } from '@guance-jira/queue';
import { type Keys, NotReplicated, Outcome, type RedisClient, replicated } from '@guance-jira/queue';
import { z } from 'zod';
import type { Memory } from './epoch.ts';
import { CLAIM, CONFIRM, FORGET, MARK_SENT, NOTE_ANSWER, SETTLE, UNSEND, WAITING } from './scripts.ts';

/** Version of the records we write. Readers take this and the one before; a newer one waits for an upgraded worker. */
export const RECORD_VERSION = 2;

/**
 * How long the record of an event without an outcome is kept since its last attempt, at least. Longer than a person can pause at all:
 * what was sent must be known as long as its job waits.
 */
const OPEN_DAYS = 400;

/** Of what came in place of an answer so many characters are kept. */
const MAX_SAID = 300;

const Claimed = z.discriminatedUnion('found', [
  z.object({ found: z.literal('changed') }),
  z.object({ found: z.literal('newer') }),
  z.object({ found: z.literal('busy'), ms: z.number() }),
  z.object({
    found: z.literal('settled'),
    outcome: Outcome,
    issueId: z.string(),
    issueKey: z.string(),
    reason: z.string(),
    route: z.string(),
  }),
  z.object({ found: z.literal('confirmed'), issueId: z.string(), issueKey: z.string(), opener: z.string() }),
  z.object({
    found: z.literal('sent'),
    sentAt: z.number(),
    answeredAt: z.number().nullable(),
    endedAt: z.number().nullable(),
    above: z.string().transform((text) => z.record(z.string(), z.string()).parse(JSON.parse(text))),
    opener: z.string(),
    posts: z.number(),
    /** What came in place of the last answer, '' where nobody knows. */
    said: z.string(),
    now: z.number(),
  }),
  z.object({
    found: z.literal('reserved'),
    fresh: z.boolean(),
    posts: z.number(),
    forgotten: z.boolean(),
    /** Forgotten as its record is of another address of Jira: the last POST there was so long ago. */
    sentAgoMs: z.number().optional(),
  }),
]);
/** What the ledger knew when an attempt claimed the event. */
export type Claimed = Exclude<z.infer<typeof Claimed>, { found: 'changed' }>;

export interface Settlement {
  outcome: Outcome;
  route: string | null;
  reason: string | null;
  issue?: IssueRef;
}

/** One attempt at one record. All calls reject only when Redis does. */
export interface LedgerEntry {
  /** The record's key in Redis. */
  readonly key: string;
  claim(): Promise<Claimed>;
  /**
   * Right before the POST. False: another attempt has taken over, so nothing may be sent.
   * @param project where to; without it a lost answer is looked for by search alone
   */
  markSent(project?: string): Promise<boolean>;
  /** Jira surely has not carried it out. */
  unsend(): Promise<void>;
  /** The fate is unknown, but something answered: the request is not still on its way. */
  noteAnswer(said: string): Promise<void>;
  /** No answer will come any more; Jira may still be at work. */
  noteEnd(said: string): Promise<void>;
  /**
   * Returns the issue id that stands; another one than ours means that we made a duplicate.
   * @param madeIn the project in which it has just been made
   */
  confirm(issue: IssueRef, madeIn?: string): Promise<string>;
  /** The issue is surely gone: another may be opened in its place. */
  forget(issue: IssueRef): Promise<void>;
  settle(settlement: Settlement): Promise<void>;
  /**
   * Milliseconds for which Jira could not be used while this event waited: neither our own rate nor a person's pause counts.
   * @param delayMs for which an answer to its own request puts it aside now; 0 when it was not let through
   */
  waitingMs(delayMs: number): Promise<number>;
}

export interface LedgerOptions {
  keys: Keys;
  memory: Memory;
  site: string;
  ledgerDays: number;
  waitReplicas: number;
}

/** Opens the record at `key` for one attempt; route, event id and workspace are stored for people, for later events, and to tell workspaces apart. */
export function openEntry(
  redis: RedisClient,
  key: string,
  from: { route: string; eventId: string; workspace?: string },
  options: LedgerOptions,
): LedgerEntry {
  const { route } = from;
  const owner = from.workspace === undefined ? [] : [from.workspace];
  const token = randomUUID();
  const version = String(RECORD_VERSION);
  const openSeconds = Math.max(OPEN_DAYS, options.ledgerDays) * 86_400;
  const highest = options.keys.highestKeys(options.site);
  const run = (script: Script, ...args: (string | number)[]) => script(redis, [key], args);
  const durably = <T>(write: () => Promise<T>) => replicated(redis, options.keys, options.waitReplicas, write);

  return {
    key,
    claim: async () => {
      for (;;) {
        const { epoch, beat } = await options.memory.current();
        const answer = await CLAIM(
          redis,
          [key, options.keys.ledger],
          [version, options.site, route, token, epoch, beat, from.eventId, openSeconds, ...owner],
        );
        const claimed = Claimed.parse(JSON.parse(String(answer)));
        if (claimed.found !== 'changed') return claimed;
        await options.memory.refresh();
      }
    },
    markSent: async (project = '') => {
      const stamp = () => MARK_SENT(redis, [key, options.keys.ledger, highest], [token, from.eventId, project]);
      const beat = await durably(stamp).catch(async (error: unknown) => {
        // Nothing has been sent yet, so there is no answer to wait for.
        if (error instanceof NotReplicated) await run(UNSEND, token);
        throw error;
      });
      if (Number(beat) === 0) return false;
      options.memory.beatSeen(Number(beat));
      return true;
    },
    unsend: async () => void (await run(UNSEND, token)),
    noteAnswer: async (said) => void (await run(NOTE_ANSWER, token, 'answered', said.slice(0, MAX_SAID))),
    noteEnd: async (said) => void (await run(NOTE_ANSWER, token, 'ended', said.slice(0, MAX_SAID))),
    confirm: async (issue, madeIn = '') => {
      const words = [issue.id, issue.key, version, options.site, route, options.ledgerDays * 86_400, madeIn];
      return String(await CONFIRM(redis, [key, options.keys.issue(options.site, issue.key), highest], words));
    },
    forget: async ({ id }) => void (await run(FORGET, id)),
    settle: async ({ outcome, route: settledRoute, reason, issue }) => {
      const forSeconds = options.ledgerDays * 86_400;
      const words = [version, options.site, settledRoute ?? '', outcome, reason ?? '', forSeconds];
      await durably(() => run(SETTLE, ...words, issue?.id ?? '', issue?.key ?? '', ...owner));
    },
    waitingMs: async (delayMs) =>
      Number(await WAITING(redis, [key, options.keys.pause(options.site)], [Math.ceil(delayMs)])),
  };
}
