import { type Keys, onNodeOf, type RedisClient, replicasReached } from '@guance-jira/queue';
import { errorFields, type Log, withTimeout } from '@guance-jira/service';
import { pauseBeforeProbe } from './probe-pause.ts';

const PROBE_OPEN_MS = 2_000;
const PROBE_CLOSED_MS = 300;
const PROBE_TIMEOUT_MS = 1_000;
/** A connection whose peer vanished without a word never errors by itself; after this many silent probes it is renewed. */
const SILENT_PROBES = 8;
/** A Redis that starts together with us may take as long; that it does not answer meanwhile is no outage. */
const STARTS_TOGETHER_MS = 5_000;
const FULL_AT = 0.8;
const ROOM_AT = 0.75;

/** Whether events should be sent to Redis at all: one slow failure, and the next requests need not suffer it again. */
export interface RedisGate {
  readonly isOpen: boolean;
  /** Bytes as last seen; `max` is 0 where Redis has no limit. */
  readonly memory: { used: number; max: number };
  /** Why it is closed; '' while it is open. */
  readonly reason: string;
  /** Closes the gate until a probe succeeds. */
  failed(error: unknown): void;
  /** Accounts for what was sent since memory was last looked at. */
  sent(bytes: number): void;
  /** Called each time the gate opens. */
  onOpen(listener: () => void): void;
  /** Resolves when the gate has opened for the first time, at latest after `ms`. */
  firstLook(ms: number): Promise<void>;
  close(): void;
}

/**
 * Watches Redis: answers, memory, and whether it takes a write (which one that cannot save, or that lacks replicas, refuses while
 * it answers every question). It closes at 80 % of `maxmemory`, since at the limit the worker could not
 * even fetch what waits, and so never make room.
 */
export function openRedisGate(deps: {
  redis: RedisClient;
  keys: Keys;
  waitReplicas: number;
  log: Log;
  clock?: () => number;
}): RedisGate {
  const { redis, keys, waitReplicas, log, clock = () => performance.now() } = deps;
  const quietUntil = clock() + STARTS_TOGETHER_MS;
  const listeners: (() => void)[] = [];
  let open = false;
  let told = false;
  let everOpen = false;
  let why = 'it has not answered yet';
  let memory = { used: 0, max: 0, added: 0 };
  let silent = 0;
  /** Openings of the gate, one after the other, after which no event was taken. */
  let inVain = 0;
  let timer: NodeJS.Timeout | undefined;
  let probing = false;
  let closed = false;

  const schedule = (ms: number) => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(probe, ms);
  };
  const shut = (reason: string, silently = false) => {
    open = false;
    why = reason;
    if (silently) return;
    // Once per outage, not once per probe.
    if (!closed && !told) log.warn('redis takes no events', { reason });
    told = true;
  };
  const probe = async () => {
    if (probing) return;
    probing = true;
    try {
      const reason = await withTimeout(look(), PROBE_TIMEOUT_MS);
      silent = 0;
      if (reason !== null) shut(reason);
      else if (!open && !closed) {
        open = true;
        everOpen = true;
        told = false;
        why = '';
        log.info('redis takes events');
        for (const listener of listeners) listener();
      }
    } catch (error) {
      shut(errorFields(error).error, !everOpen && !isAnswer(error) && clock() < quietUntil);
      silent = isAnswer(error) ? 0 : silent + 1;
      if (silent > 0 && silent % SILENT_PROBES === 0 && redis.status === 'ready') redis.disconnect(true);
    }
    probing = false;
    schedule(open ? PROBE_OPEN_MS : PROBE_CLOSED_MS);
  };
  const look = async (): Promise<string | null> => {
    const [info, replication] = await onNodeOf(redis, keys.ledger, [
      ['INFO', 'memory'],
      ['INFO', 'replication'],
    ]);
    memory = { ...memoryOf(String(info)), added: 0 };
    // A replica answers every question of this look, and takes no event.
    if (/^role:slave/m.test(String(replication))) return 'it is a replica, which takes no writes';
    if (memory.max > 0 && memory.used > memory.max * (open ? FULL_AT : ROOM_AT)) return 'memory is nearly full';
    if (waitReplicas === 0) await redis.incr(keys.waits);
    else if ((await replicasReached(redis, keys, waitReplicas, 100)) < waitReplicas) return 'too few replicas';
    return null;
  };
  redis.on('ready', () => schedule(0));
  redis.on('close', () => open && shut('the connection was lost'));
  // A connection that is being made starts the first look itself; one that fails is worth a line only then.
  schedule(redis.status === 'ready' ? 0 : PROBE_CLOSED_MS);

  return {
    get isOpen() {
      return open;
    },
    get memory() {
      return memory;
    },
    get reason() {
      return why;
    },
    failed: (error) => {
      if (!open || closed) return;
      shut(errorFields(error).error);
      schedule(pauseBeforeProbe(PROBE_CLOSED_MS, inVain));
      inVain += 1;
    },
    sent: (bytes) => {
      inVain = 0;
      memory.added += bytes;
      // A waiting event takes its text and about half as much again; twice is the safe side.
      if (open && memory.max > 0 && memory.used + 2 * memory.added > memory.max * FULL_AT)
        shut('memory is nearly full');
    },
    onOpen: (listener) => listeners.push(listener),
    firstLook: (ms) =>
      new Promise((resolve) => {
        if (open) return resolve();
        const late = setTimeout(resolve, ms);
        listeners.push(() => {
          clearTimeout(late);
          resolve();
        });
      }),
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Redis said something, so the connection is not the one that vanished. A login is made by a new connection only. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError' && !/^(NOAUTH|WRONGPASS)/.test(error.message);
}

function memoryOf(info: string): { used: number; max: number } {
  const field = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return { used: field('used_memory'), max: field('maxmemory') };
}
