/** Looks at each workspace with a key again and again, one worker of all at a time. What fails here disturbs no event. */
import { setTimeout as timer } from 'node:timers/promises';
import { type Guance, GuanceFailure } from '@guance-jira/guance';
import { type LookRecord, readLookRecord, saveLookRecord } from '@guance-jira/ledger';
import type { AlertEvent } from '@guance-jira/mapping';
import type { WorkerEnv } from '@guance-jira/operations';
import { createProducer } from '@guance-jira/queue';
import { errorFields, rateLimitedLog } from '@guance-jira/service';
import { takeHold } from '../storms/hold.ts';
import { createAsk, LookEnded } from './ask.ts';
import { isClosedIssue } from './closed-issue.ts';
import { mayStandForgotten } from './forgotten.ts';
import { createHear } from './heard.ts';
import { lookAt } from './look.ts';
import type { CatchUpDeps } from './look-deps.ts';

export interface CatchUp {
  /** Ends the look under way at its next request. */
  close(): Promise<void>;
}

/** Nobody is asked where there is no key, or looking is off. */
export function openCatchUp(
  { GUANCE_API_KEYS, CATCH_UP_EVERY: everyMs, REDIS_WAIT_REPLICAS: waitReplicas }: Settings,
  deps: Omit<CatchUpDeps, keyof Made | 'guance'> & {
    guance: Guance | null;
    jira: Parameters<typeof mayStandForgotten>[1] & Parameters<typeof isClosedIssue>[1];
    onError: (error: Error) => void;
  },
): CatchUp & { hear: (event: AlertEvent) => void } {
  const { redis, keys, guance, jira, onError } = deps;
  if (guance === null || everyMs === null || !GUANCE_API_KEYS) return { hear: () => {}, close: async () => {} };
  const workspaces = [...GUANCE_API_KEYS.keys()];
  const made: Made = {
    producer: createProducer({ redis, keys, waitReplicas }),
    site: jira.tracker.site,
    mayStandForgotten: (since) => mayStandForgotten(since, jira),
    isClosed: (issue) => isClosedIssue(issue, jira),
    now: Date.now,
  };
  return {
    hear: createHear({ redis, keys, onError }, new Set(workspaces)),
    ...startCatchUp({ ...deps, ...made, guance }, workspaces, everyMs),
  };
}

type Made = Pick<CatchUpDeps, 'producer' | 'site' | 'mayStandForgotten' | 'isClosed' | 'now'>;
type Settings = Pick<WorkerEnv, 'GUANCE_API_KEYS' | 'CATCH_UP_EVERY' | 'REDIS_WAIT_REPLICAS'>;

/** A worker that dies while it looks keeps the others away for so long. */
const TURN_MS = 60_000;
const RENEW_MS = TURN_MS / 4;
/** After a failure: Guance, or the key, may be well soon. */
const SOON_MS = 60_000;

export function startCatchUp(deps: CatchUpDeps, workspaces: readonly string[], everyMs: number): CatchUp {
  const stopping = new AbortController();
  const failed = rateLimitedLog<Record<string, unknown>>(600_000, (fields, suppressed) =>
    deps.log.warn('look at Guance failed', { ...fields, suppressed }),
  );
  const tick = (workspace: string) =>
    lookInTurn(workspace, everyMs, deps, stopping.signal).catch((error: unknown) => {
      if (!(error instanceof LookEnded)) failed({ workspace, ...errorFields(error) });
    });
  let underWay: Promise<unknown> = Promise.resolve();
  let idle = true;
  const run = () => {
    if (!idle || stopping.signal.aborted) return;
    idle = false;
    underWay = Promise.all(workspaces.map(tick)).finally(() => {
      idle = true;
    });
  };
  const interval = setInterval(run, Math.min(TICK_MS, Math.max(1000, everyMs / 4)));
  return {
    close: async () => {
      clearInterval(interval);
      stopping.abort();
      await underWay;
    },
  };
}

const TICK_MS = 10_000;

async function lookInTurn(workspace: string, everyMs: number, deps: CatchUpDeps, signal: AbortSignal): Promise<void> {
  const { redis, keys, now } = deps;
  const before = await readLookRecord(redis, keys, workspace);
  // A clock that was set back must not put it off for long.
  if (before.nextAt > now() && before.nextAt <= now() + Math.max(everyMs, SOON_MS)) return;
  await inTurn(workspace, deps, signal, async (isOurs) => {
    const record = await readLookRecord(redis, keys, workspace);
    const sleep = (ms: number) => timer(ms, undefined, { signal }).catch(() => {});
    const ask = createAsk({ ...deps, workspace, isOurs, sleep });
    const next = await looked(workspace, record, everyMs, { ...deps, workspace, ask });
    if (isOurs()) await saveLookRecord(redis, keys, workspace, next);
  });
}

async function looked(
  workspace: string,
  before: LookRecord,
  everyMs: number,
  deps: CatchUpDeps & Parameters<typeof lookAt>[1],
): Promise<LookRecord> {
  try {
    const { more, ...found } = await lookAt(before.lookedAt, deps);
    return { ...found, problem: null, nextAt: deps.now() + (more ? 0 : everyMs) };
  } catch (error) {
    if (!(error instanceof GuanceFailure)) throw error;
    const { kind, message: said } = error;
    if (before.problem?.said !== said) deps.log.warn('look at Guance failed', { workspace, reason: said });
    const problem = { kind, said, since: before.problem?.since ?? deps.now() };
    return { ...before, problem, nextAt: deps.now() + Math.min(everyMs, SOON_MS) };
  }
}

/** One worker at a time, by the clock of Redis; one that was frozen for longer than its turn notices that it has lost it. */
async function inTurn(
  workspace: string,
  { redis, keys }: CatchUpDeps,
  signal: AbortSignal,
  work: (isOurs: () => boolean) => Promise<void>,
): Promise<void> {
  let asked = performance.now();
  const hold = await takeHold(redis, `${keys.catchUp(workspace)}:turn`, TURN_MS);
  if (hold === null) return;
  let until = asked + TURN_MS;
  const renew = async () => {
    asked = performance.now();
    until = (await hold.renew()) ? asked + TURN_MS : 0;
  };
  const timer = setInterval(() => void renew().catch(() => {}), RENEW_MS);
  try {
    await work(() => !signal.aborted && performance.now() < until);
  } finally {
    clearInterval(timer);
    // Without Redis it ends by itself.
    await hold.release().catch(() => {});
  }
}
