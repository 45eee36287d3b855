/**
 * What the ledger may have forgotten. Redis can be wiped, restored from an old copy, fail over to a replica that lags, or speak of another Jira;
 * then "no record" no longer means "no issue". The epoch is the time since which the ledger is known to be whole; for an
 * older event Jira is asked before anything is created.
 */
import { type Keys, onNewServer, onNodeOf, type RedisClient } from '@guance-jira/queue';
import { z } from 'zod';
import { type Begun, surelyBegun } from './ledger/begun.ts';
import { script } from './script.ts';

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
  /** Milliseconds until an empty search counts: after a wipe the index must first have caught up. */
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
  settleMs: number;
  ledgerDays: number;
  beatMs: number;
  /** With confirmed replicas a failover loses nothing that was confirmed. */
  waitReplicas: number;
  hasIssues: () => Promise<boolean>;
  onRenewed: (reason: string) => void;
  onError: (error: unknown) => void;
}

/** An event may be this much older than its arrival, and its first delivery may have been before the epoch. */
const DELIVERY_SLACK_MS = 10 * 60_000;
/** No heartbeat for so long before a start: the data may be an old copy. */
const STALE_MS = 60_000;
/** The site before is remembered for so long, so that a way back is a change as well. */
const SITES_KEPT_MS = 400 * 86_400_000;

export function createMemory(redis: RedisClient, keys: Keys, options: MemoryOptions): Memory {
  let known: Known | null = null;
  let inDoubt: Promise<void> | null = null;
  let asking: Promise<boolean> | null = null;
  let sawIssue = false;
  const offsetMs = () => (known ? known.now - known.readAt : 0);
  const redisNow = () => Date.now() + offsetMs();

  async function beat(): Promise<void> {
    const [info] = await onNodeOf(redis, keys.ledger, [['INFO', 'replication']]);
    const replication = replicationOf(String(info));
    const failover = options.waitReplicas === 0 ? replication.before : '';
    const answer = await BEAT(
      redis,
      [keys.ledger],
      [
        known?.epoch ?? 0,
        known?.beat ?? 0,
        STALE_MS,
        sawIssue ? 1 : 0,
        replication.id,
        failover,
        options.site,
        Date.now(),
      ],
    );
    const state = Beat.parse(JSON.parse(String(answer)));
    known = { ...state, readAt: Date.now() };
    if (state.renewed) options.onRenewed(state.renewed);
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

  function firstInstall(): Promise<boolean> {
    asking ??= (async () => {
      const virgin = !(sawIssue || (await options.hasIssues()));
      await redis.hset(keys.ledger, 'virgin', virgin ? '1' : '0');
      return virgin;
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
      return byTime(state, begun) === null && state.virgin === null;
    },
    mayHaveForgotten: async (begun) => {
      const state = await current();
      const told = byTime(state, begun);
      if (told !== null) return told;
      state.virgin ??= await firstInstall();
      return !state.virgin;
    },
    emptyLookCountsInMs: async () => (await current()).epoch + options.settleMs - redisNow(),
    close: () => {
      clearInterval(timer);
      stopListening();
    },
  };
}

interface Known extends MemoryState {
  /** True when no issue of ours existed at the epoch, so nothing can be forgotten; null while nobody has asked. */
  virgin: boolean | null;
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

const Beat = z.object({
  epoch: z.number(),
  beat: z.number(),
  now: z.number(),
  virgin: z.enum(['0', '1', '']).transform((value) => (value === '' ? null : value === '1')),
  renewed: z.string(),
  epochHere: z.number(),
});

/**
 * KEYS ledger · ARGV known epoch, known beat (0 at start), stale ms, saw an issue, replication id, id of the replaced master, site,
 * worker's now. Counts the heartbeat up, and begins a new epoch where the data cannot be what it was, or speaks of another site: its
 * issues are known by ids that mean nothing here. While two sites are in use, as during a change worker by worker, each is known.
 */
const BEAT = script(`
local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)
local r = redis.call('HMGET', KEYS[1], 'epoch', 'beat', 'beatAt', 'virgin', 'replid')
local knownEpoch, knownBeat = tonumber(ARGV[1]), tonumber(ARGV[2])
local beat = tonumber(r[2] or '0')
local renewed = ''
if not r[1] then renewed = knownEpoch > 0 and 'wiped' or 'empty'
elseif knownBeat == 0 and now - tonumber(r[3] or '0') > tonumber(ARGV[3]) then renewed = 'stale'
elseif ARGV[6] ~= '' and r[5] == ARGV[6] then renewed = 'failover'
elseif beat < knownBeat and tonumber(r[1]) <= knownEpoch then renewed = 'restored' end
local sites = {}
local kept = redis.call('HGET', KEYS[1], 'sites')
if kept then sites = cjson.decode(kept) end
local here = sites[ARGV[7]]
if renewed == '' and next(sites) and (not here or now - here > tonumber(ARGV[3])) then
  for site, at in pairs(sites) do
    -- Its own last beat may be long ago because nobody worked: then no other has been here since.
    if site ~= ARGV[7] and (not here or at > here) then renewed = 'moved' end
  end
end
for site, at in pairs(sites) do
  if now - at > ${SITES_KEPT_MS} then sites[site] = nil end
end
sites[ARGV[7]] = now
redis.call('HSET', KEYS[1], 'sites', cjson.encode(sites))
local epoch, virgin = tonumber(r[1] or '0'), r[4] or ''
if renewed ~= '' then
  epoch = now
  virgin = (ARGV[4] == '1') and '0' or ''
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'virgin', virgin, 'epochHere', ARGV[8])
end
beat = math.max(beat, knownBeat) + 1
redis.call('HSET', KEYS[1], 'beat', beat, 'beatAt', now, 'replid', ARGV[5])
return cjson.encode({ epoch = epoch, beat = beat, now = now, virgin = virgin, renewed = renewed,
  epochHere = tonumber(redis.call('HGET', KEYS[1], 'epochHere') or '0') })
`);
