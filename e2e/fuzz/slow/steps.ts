/** What is done with an event, a body, a log line and a comment, as a row of steps; the event loop is free between two steps. */
import { readFileSync } from 'node:fs';
import {
  faultComment,
  listedFaultOf,
  parseRules,
  planFor,
  readAlert,
  stormList,
  WRITERS,
  type writeAdf,
} from '@guance-jira/mapping';
import { BodyRefused, EventJob, jobIdFor, jobOptions, jobsOf, nameOf, readBody } from '@guance-jira/queue';
import { createHideTokens } from '../../../apps/receiver/src/webhook/hide-tokens.ts';
import type { Messages } from '../../../packages/operations/src/index.ts';
import { logLine } from '../../../packages/service/src/log/log-line.ts';
import { repoRoot } from '../../harness/paths.ts';

export type Step = () => unknown;
export const SECRETS = Array.from({ length: 20 }, (_, index) => `secret-/+token-of-team-${index}`);
export const DELIVERY = { eventId: 'e', receivedAt: 1_700_000_000_000 };
const MAX_BYTES = 1_048_576;
const LOOK = { language: 'zh', timezone: 'Asia/Shanghai', route: 'r' } as const;
const hide = createHideTokens(SECRETS);
const example = parseRules(readFileSync(`${repoRoot}/config/rules.example.yaml`, 'utf8'), 'example');

export function* ofEvent(fields: Record<string, unknown>, messages: Messages): Generator<Step, void, unknown> {
  const raw = { df_event_id: 'e', df_status: 'critical', df_title: 't', ...fields };
  const read = yield* step(() => readAlert(raw, DELIVERY));
  const event = yield* step(() => messages.read(read));
  const plan = yield* step(() => planFor(event, example));
  if (plan.action !== 'open') return;
  yield* written(plan.draft.description);
  yield* step(() =>
    logLine(
      { level: 'info', message: 'event handled', service: 's', faultKey: plan.faultKey, warnings: plan.warnings },
      new Date(0),
      SECRETS,
    ),
  );
}

export function* written(root: Parameters<typeof writeAdf>[0]): Generator<Step, void, unknown> {
  for (const write of WRITERS) yield* step(() => write(root));
}

/** Yields the step, for the caller to measure, and gives its result on. */
export function* step<T>(work: () => T): Generator<Step, Awaited<T>, unknown> {
  let result: Awaited<T> | undefined;
  yield async () => {
    result = await work();
  };
  return result as Awaited<T>;
}

/** @param bodyOf makes the body of a text, which is made shorter until the door takes it */
export function* ofBody(text: string, bodyOf: (text: string) => string): Generator<Step, void, unknown> {
  let bytes = Buffer.from(bodyOf(text));
  for (let length = text.length; bytes.length > MAX_BYTES; ) {
    length = Math.floor((length * MAX_BYTES * 0.99) / bytes.length);
    bytes = Buffer.from(bodyOf(text.slice(0, length)));
  }
  yield* ofBytes(bytes);
}

export function* ofBytes(bytes: Buffer): Generator<Step, void, unknown> {
  const jobs = yield* step(() => {
    try {
      const arrival = { receivedAt: DELIVERY.receivedAt, uniqueId: () => 'once' };
      return jobsOf(hide(readBody(bytes, 'application/json'), bytes), arrival);
    } catch (error) {
      if (!(error instanceof BodyRefused)) throw error;
      return [];
    }
  });
  // In batches, as they go to Redis, and one at a time in the worker: the event loop is free in between.
  for (let at = 0; at < jobs.length; at += 256) {
    const batch = jobs.slice(at, at + 256);
    const stored = yield* step(() =>
      batch.map((job) => [
        jobIdFor(job.eventId),
        nameOf(job.event),
        JSON.stringify(jobOptions(job)),
        JSON.stringify(job),
      ]),
    );
    yield* step(() => stored.map(([, , , data]) => EventJob.parse(JSON.parse(data ?? ''))));
  }
}

export function* ofLog(text: string): Generator<Step, void, unknown> {
  const line = (facts: object) => () =>
    logLine({ level: 'info', message: 'm', service: 's', ...facts }, new Date(0), SECRETS);
  yield line({ eventId: text, faultKey: text, reason: text });
  yield line({ error: new Error(text), deep: [{ text }] });
}

export function* ofComments(text: string): Generator<Step, void, unknown> {
  const status = { end: 'refused', wanted: text, words: text } as const;
  const level = {
    kind: 'level',
    at: 0,
    from: 'error',
    to: 'critical',
    value: text,
    closed: false,
    priority: null,
  } as const;
  yield* step(() => [
    faultComment(level, { ...LOOK, beside: 0 }),
    faultComment({ kind: 'recovered', at: 0, lastedS: 1, status }, { ...LOOK, beside: 0 }),
  ]);
  const event = readAlert({ df_title: text, df_dimension_tags: { a: text } }, DELIVERY);
  const listed = yield* step(() => listedFaultOf(event, 0));
  yield* written(
    stormList(
      Array.from({ length: 100 }, () => listed),
      100,
      LOOK,
      0,
    ),
  );
}
