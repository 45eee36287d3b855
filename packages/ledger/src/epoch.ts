/**
 * What the ledger may have forgotten. Redis can be wiped, restored from an old copy, fail over to a replica that lags, or speak of another Jira;
 * then "no record" no longer means "no issue". The epoch is the time since which the ledger is known to be whole; for an
 * older event Jira is asked before anything is created.
 */
import type { ReconcileTimeouts } from '@guance-jira/jira';
import { type Keys, onNewServer, onNodeOf, type RedisClient } from '@guance-jira/queue';
import { type Begun, surelyBegun } from './begun.ts';
import { BEAT, Beat, NOTE_FIRST } from './epoch-scripts.ts';
import { notThereAfterMs } from './reconcile.ts';

export interface Memory {
  /** The state to claim with; waits while it is in doubt. */
  current(): Promise<MemoryState>;
  /** Reads the state anew: a claim found that it changed. */
  refresh(): Promise<void>;
  /** The ledger has come so far; one that is behind it later is an old copy. */
  beatSeen(beat: number): void;
  /** An issue of ours exists, so a new epoch is no first install. */
  issueSeen(): void;
  /** Whether `mayHaveForgotten` would have to send a request. */
  mustAsk(begun: Begun | null): Promise<boolean>;
  /** Whether an event without a record may have an issue all the same. Asks Jira once per epoch. */
  mayHaveForgotten(begun: Begun | null): Promise<boolean>;
  /** What time it is for all workers: by the clock of Redis, as of the last beat. Their own may be minutes apart. */
  now(): number;
  /** Milliseconds since the ledger began. What it has forgotten was sent before. */
  sinceEpochMs(): Promise<number>;
  /** Milliseconds until an empty search counts: a create may have been under way at the loss, and the index must then have caught up. */
  emptyLookCountsInMs(): Promise<number>;
  close(): void;
}

export interface MemoryState {
  epoch: number;
  beat: number;
}

export interface MemoryOptions {
  /** The Jira that this worker uses. */
  site: string;
  reconcileTimeouts: ReconcileTimeouts;
  ledgerDays: number;
  beatMs: number;
  /** With confirmed replicas a failover loses nothing that was confirmed. */
  waitReplicas: number;
  /**
   * Whether Jira holds issues of ours; null while nothing proves that it holds none.
   * @param settled its index has by now what was made before the epoch
   */
  hasIssues: (settled: boolean) => Promise<boolean | null>;
  /** Accounts that this worker knows and when each was used, which Redis may have lost (see create/accounts.ts). */
  accounts: () => Promise<ReadonlyMap<string, number>>;
  onRenewed: (reason: string) => void;
  /** The epoch that began as `empty` was no first install: Redis had lost what it held while no worker ran. */
  onEmptied: () => void;
  onError: (error: unknown) => void;
}

/** An event may be this much older than its arrival, and its first delivery may have been before the epoch. */
const DELIVERY_SLACK_MS = 10 * 60_000;
/** No heartbeat for so long before a start: the data may be an old copy. */
const STALE_MS = 60_000;
/** What could not be proven is asked again so soon. */
const ASK_AGAIN_MS = 10_000;

export function createMemory(redis: RedisClient, keys: Keys, options: MemoryOptions): Memory {
  let known: Known | null = null;
  let inDoubt: Promise<void> | null = null;
  let asking: Promise<boolean | null> | null = null;
  let unproven: { epoch: number; until: number } | null = null;
  let sawIssue = false;
  /** The epoch that this worker began in an empty Redis, until it is known whether that was a first install. */
  let begunEmpty: number | null = null;
  const offsetMs = () => (known ? known.now - known.readAt : 0);
  const redisNow = () => Date.now() + offsetMs();

  async function beat(): Promise<void> {
    const [info] = await onNodeOf(redis, keys.ledger, [['INFO', 'replication']]);
    const replication = replicationOf(String(info));
    const failover = options.waitReplicas === 0 ? replication.before : '';
    const accounts = await options.accounts();
    const answer = await BEAT(
      redis,
      [keys.ledger, keys.accounts],
      [
        known?.epoch ?? 0,
        known?.beat ?? 0,
        STALE_MS,
        // Who knew a ledger before knows that this is no first install, whatever a search may just not show.
        sawIssue || known !== null ? 1 : 0,
        replication.id,
        failover,
        options.site,
        Date.now(),
        JSON.stringify([...accounts]),
      ],
    );
    const state = Beat.parse(JSON.parse(String(answer)));
    known = { ...state, readAt: Date.now() };
    if (state.renewed === 'empty') begunEmpty = state.epoch;
    if (state.renewed) options.onRenewed(state.renewed);
    tellEmptied();
  }
  /** Whoever asked Jira, this worker or another. */
  function tellEmptied(): void {
    if (begunEmpty === null || known?.epoch !== begunEmpty || known.isFirstInstall === null) return;
    begunEmpty = null;
    if (!known.isFirstInstall) options.onEmptied();
  }
  const refresh = () => {
    inDoubt ??= beat().finally(() => {
      inDoubt = null;
    });
    return inDoubt;
  };
  // After a lost connection the next server may be another one, or the same with other data.
  const stopListening = onNewServer(redis, () => {
    known = known && { ...known, doubtful: true };
  });
  const timer = setInterval(() => refresh().catch(options.onError), options.beatMs);

  async function current(): Promise<Known> {
    while (known === null || known.doubtful) await refresh();
    return known;
  }

  /** What the event's time alone tells; null when it depends on whether this is a first install. */
  function byTime(state: Known, begun: Begun | null): boolean | null {
    const at = surelyBegun(begun, Date.now());
    const ttlMs = options.ledgerDays * 86_400_000;
    const expired = redisNow() - state.epoch > ttlMs && (begun === null || begun.at < redisNow() - ttlMs);
    if (expired) return true;
    // By this machine's clock: that of Redis may be hours behind, and may have been when the epoch began.
    const epoch = Math.max(state.epoch - offsetMs(), Math.min(state.epochHere, Date.now()));
    return at !== null && at >= epoch + DELIVERY_SLACK_MS ? false : null;
  }

  const sinceEpochMs = (state: Known) => redisNow() - state.epoch;
  const settlesInMs = (state: Known) => options.reconcileTimeouts.settleMs - sinceEpochMs(state);
  const isUnproven = ({ epoch }: Known) => unproven?.epoch === epoch && performance.now() < unproven.until;

  /** null: it may be one, and what was forgotten may not be seen yet. */
  function firstInstall(state: Known): Promise<boolean | null> {
    asking ??= (async () => {
      const settlesIn = settlesInMs(state);
      const found = sawIssue || (await options.hasIssues(settlesIn <= 0));
      if (found === null) {
        unproven = { epoch: state.epoch, until: performance.now() + Math.min(Math.max(settlesIn, 0), ASK_AGAIN_MS) };
        return null;
      }
      // One that this worker has seen may have been made since.
      if (sawIssue) begunEmpty = null;
      // Of the epoch for which it was asked: another may have begun meanwhile.
      const isFirstInstall = String(await NOTE_FIRST(redis, [keys.ledger], [state.epoch, found ? '0' : '1'])) === '1';
      // A beat may have come meanwhile, and brought the state as it was.
      if (known?.epoch === state.epoch) known.isFirstInstall = isFirstInstall;
      tellEmptied();
      return isFirstInstall;
    })().finally(() => {
      asking = null;
    });
    return asking;
  }

  return {
    current,
    refresh,
    beatSeen: (beat) => {
      if (known && beat > known.beat) known.beat = beat;
    },
    issueSeen: () => {
      sawIssue = true;
    },
    mustAsk: async (begun) => {
      const state = await current();
      return byTime(state, begun) === null && state.isFirstInstall === null && !isUnproven(state);
    },
    mayHaveForgotten: async (begun) => {
      const state = await current();
      const told = byTime(state, begun);
      if (told !== null) return told;
      if (state.isFirstInstall === null && isUnproven(state)) return true;
      return !(state.isFirstInstall ?? (await firstInstall(state)));
    },
    now: redisNow,
    sinceEpochMs: async () => sinceEpochMs(await current()),
    emptyLookCountsInMs: async () =>
      notThereAfterMs({ answered: false, watermark: true }, options.reconcileTimeouts) - sinceEpochMs(await current()),
    close: () => {
      clearInterval(timer);
      stopListening();
    },
  };
}

interface Known extends MemoryState {
  /** True when no issue of ours existed at the epoch, so nothing can be forgotten; null while nobody has asked. */
  isFirstInstall: boolean | null;
  /** The epoch by the clock of the worker that began it; 0 where an older version did. */
  epochHere: number;
  now: number;
  readAt: number;
  doubtful?: boolean;
}

/** `before` is the replication id of the master that this server replaced, '' where it replaced none. */
function replicationOf(info: string): { id: string; before: string } {
  const field = (name: string) => new RegExp(`^${name}:(\\w+)`, 'm').exec(info)?.[1] ?? '';
  const before = field('master_replid2');
  return { id: field('master_replid'), before: /^0*$/.test(before) ? '' : before };
}
