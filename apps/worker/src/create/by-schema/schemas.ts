/**
 * What Jira tells of its fields, per project and issue type: read once, kept in Redis for all workers, and read again every few
 * hours, or when a value of the rules or an answer of Jira speaks against it.
 */

import type { CreateSchema, SchemaPlace } from '@guance-jira/jira';
import {
  concernsAll,
  isJirasRefusal,
  isRefusedBeforeJira,
  JiraFailure,
  schemaOfText,
  textOfSchema,
} from '@guance-jira/jira';
import type { Keys, RedisClient } from '@guance-jira/queue';

export interface Schemas {
  /** Null while it cannot be told: everything goes as it is then. @throws NotAdmitted while requests rest */
  of(place: SchemaPlace): Promise<CreateSchema | null>;
  /** A newer one where there may be one, for these reasons; null where each was looked into lately. @throws NotAdmitted */
  renewed(place: SchemaPlace, reasons: readonly string[]): Promise<CreateSchema | null>;
  /** Jira has refused what it allows: it is read again for the next event. */
  contradicted(place: SchemaPlace): Promise<void>;
}

export interface SchemasOptions {
  site: string;
  /** Asks Jira. @throws JiraFailure, NotAdmitted */
  read: (place: SchemaPlace) => Promise<CreateSchema | null>;
  /** A failure that may concern all requests. True: this one alone. */
  onFailure: (failure: JiraFailure) => Promise<boolean>;
  sleep: (ms: number) => Promise<void>;
  now?: () => number;
}

/** In Redis. */
const KEPT_MS = 4 * 3_600_000;
/** In a worker's memory, before it looks into Redis again. */
const FRESH_MS = 60_000;
/** An account that may not read it is not asked for a while; a Jira that gave no answer is asked sooner. */
const REFUSED_MS = 600_000;
const NO_ANSWER_MS = 60_000;
/** A template can make an unknown value of each alert. */
const MAX_RENEWALS = 3;
const RENEWALS_TIMEOUT_MS = 600_000;
const MAX_PLACES = 500;
/** So long another worker may be at it. */
const TURN_MS = 15_000;
const POLL_MS = 100;
const POLLS = 20;

interface Known {
  schema: CreateSchema | null;
  text: string;
  until: number;
}

export function createSchemas(redis: RedisClient, keys: Keys, options: SchemasOptions): Schemas {
  const { site, read, onFailure, sleep, now = performance.now.bind(performance) } = options;
  const known = new Map<string, Known>();
  const underWay = new Map<string, Promise<CreateSchema | null>>();
  const renewals = new Map<string, { at: number[]; reasons: Set<string> }>();
  const keyOf = ({ project, issueType }: SchemaPlace) => keys.schema(site, project, issueType);

  function remember(key: string, schema: CreateSchema | null, text: string, ms: number): CreateSchema | null {
    if (known.size >= MAX_PLACES) known.clear();
    known.set(key, { schema, text, until: now() + ms });
    return schema;
  }

  async function stored(key: string): Promise<CreateSchema | null> {
    const text = await redis.get(key);
    const schema = text === null ? null : schemaOfText(text);
    return text === null || schema === null ? null : remember(key, schema, text, FRESH_MS);
  }

  /** One process asks Jira; the others wait for what it finds, but not for long. */
  async function inTurn(key: string, place: SchemaPlace): Promise<CreateSchema | null> {
    const turn = `${key}:turn`;
    if ((await redis.set(turn, '1', 'PX', TURN_MS, 'NX')) === 'OK')
      return ask(key, place).finally(() => redis.del(turn));
    for (let count = 0; count < POLLS; count += 1) {
      await sleep(POLL_MS);
      const found = await stored(key);
      if (found !== null) return found;
    }
    return ask(key, place);
  }

  async function ask(key: string, place: SchemaPlace): Promise<CreateSchema | null> {
    try {
      const schema = await read(place);
      if (schema === null) return remember(key, null, '', NO_ANSWER_MS);
      const text = textOfSchema(schema);
      if (text !== null) await redis.set(key, text, 'PX', KEPT_MS);
      return remember(key, schema, text ?? '', text === null ? KEPT_MS : FRESH_MS);
    } catch (error) {
      if (!(error instanceof JiraFailure)) throw error;
      // What stands before Jira may let everything pass but this.
      if ((concernsAll(error) || isRefusedBeforeJira(error)) && !(await onFailure(error))) return null;
      if (isJirasRefusal(error) || isRefusedBeforeJira(error)) return remember(key, null, '', REFUSED_MS);
      // What was true some hours ago is better than nothing.
      const before = known.get(key);
      return remember(key, before?.schema ?? null, before?.text ?? '', NO_ANSWER_MS);
    }
  }

  function once(key: string, work: () => Promise<CreateSchema | null>): Promise<CreateSchema | null> {
    const under = underWay.get(key) ?? work().finally(() => underWay.delete(key));
    underWay.set(key, under);
    return under;
  }

  /** Whether there is a reason that is new, and it was not renewed too often. */
  function mayRenew(key: string, reasons: readonly string[]): boolean {
    const { at, reasons: before } = renewals.get(key) ?? { at: [], reasons: new Set<string>() };
    const lately = at.filter((one) => now() - one < RENEWALS_TIMEOUT_MS);
    if (lately.length === 0) before.clear();
    if (lately.length >= MAX_RENEWALS || reasons.every((reason) => before.has(reason))) return false;
    for (const reason of reasons) before.add(reason);
    if (renewals.size >= MAX_PLACES) renewals.clear();
    renewals.set(key, { at: [...lately, now()], reasons: before });
    return true;
  }

  return {
    of: async (place) => {
      const key = keyOf(place);
      const mine = known.get(key);
      if (mine !== undefined && mine.until > now()) return mine.schema;
      return once(key, async () => (await stored(key)) ?? inTurn(key, place));
    },
    renewed: async (place, reasons) => {
      const key = keyOf(place);
      if (!mayRenew(key, reasons)) return null;
      const before = known.get(key);
      // Another worker may have done it.
      const theirs = await stored(key);
      if (theirs !== null && known.get(key)?.text !== before?.text) return theirs;
      return once(`${key} again`, () => ask(key, { ...place, typeId: before?.schema?.type }));
    },
    contradicted: async (place) => {
      const key = keyOf(place);
      if (!mayRenew(key, [`refused ${now()}`])) return;
      known.delete(key);
      await redis.del(key);
    },
  };
}
