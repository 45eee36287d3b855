/** Wires the notifier of a worker: what it looks at, and where it remembers what was told. */
import { hostname } from 'node:os';
import { readLookRecords } from '@guance-jira/ledger';
import { readPauses } from '@guance-jira/operations';
import { type Keys, QUEUE_NAME, type RedisClient, sharedTexts } from '@guance-jira/queue';
import {
  createSend,
  type Log,
  lookEveryMs,
  type NotifySettings,
  notifyTarget,
  sharedStore,
  startNotifier,
} from '@guance-jira/service';
import { Queue } from 'bullmq';
import { conditionsOf, type WorkFacts } from './conditions.ts';
import { createWorkerReports } from './worker-reports.ts';

export interface People {
  /** To be told after each look at the rules file: its problems, or null when it is right. Never fails. */
  rules(problems: string | null): void;
  close(): Promise<void>;
}

export interface PeopleDeps {
  redis: RedisClient;
  keys: Keys;
  /** The Jira of this worker, as it stands in the ledger. */
  site: string;
  /** Why requests to Jira rest. */
  paused: () => Promise<readonly string[]>;
  log: Log;
  onError: (error: Error) => void;
  onSent: (result: 'sent' | 'failed') => void;
}

type Settings = NotifySettings & { JIRA_TOKEN_EXPIRES?: number | undefined; REDIS_PREFIX: string };

const SHOWN_REASONS = 3;

/** Nobody is told without NOTIFY_URL. Whatever fails here disturbs no event. */
export function tellPeople(settings: Settings, deps: PeopleDeps): People {
  const target = notifyTarget(settings);
  if (target === null) return { rules: () => undefined, close: async () => undefined };
  const { redis, keys, site, paused, log, onError, onSent } = deps;
  const queue = new Queue(QUEUE_NAME, { connection: redis, prefix: keys.bullPrefix, skipVersionCheck: true });
  // The connection is shared and its errors are reported where it was opened.
  queue.on('error', () => undefined);
  const reports = createWorkerReports(redis, `${keys.notify}:reports`, onError);
  const failed = watchFailed(queue);
  const sender = createSend();

  const facts = async (): Promise<WorkFacts> => ({
    jira: site,
    paused: await paused(),
    manual: (await readPauses(redis, keys, site)).manual,
    button: await queue.isPaused(),
    failed: await failed(),
    tokenExpires: settings.JIRA_TOKEN_EXPIRES ?? null,
    rules: await reports.all(),
    unseen: await unseenIn(redis, keys),
  });
  const notifier = startNotifier({
    target,
    send: sender.send,
    store: sharedStore(sharedTexts(redis, keys.notify)),
    observe: async () => conditionsOf(await facts(), Date.now()),
    afterMs: settings.NOTIFY_AFTER,
    from: `worker @ ${hostname()} (${settings.REDIS_PREFIX})`,
    log,
    onSent,
  });
  log.info('notifications enabled', {
    kind: target.kind,
    language: target.language,
    everyMs: lookEveryMs(settings.NOTIFY_AFTER),
  });
  return {
    rules: reports.rules,
    close: async () => {
      notifier.close();
      await reports.close();
      await sender.close();
      await queue.close().catch(onError);
    },
  };
}

async function unseenIn(redis: RedisClient, keys: Keys): Promise<WorkFacts['unseen']> {
  const all = [...(await readLookRecords(redis, keys, Date.now())).values()].map(({ unseen }) => unseen);
  const titles = all.flatMap(({ faults }) => faults).map(({ title, eventId }) => title || eventId);
  return { count: all.reduce((sum, { count }) => sum + count, 0), titles: titles.slice(0, SHOWN_REASONS) };
}

/** The jobs themselves are read only when their number has changed. */
function watchFailed(queue: Queue): () => Promise<WorkFacts['failed']> {
  let last: WorkFacts['failed'] = { count: 0, reasons: [] };
  return async () => {
    const count = await queue.getFailedCount();
    if (count === last.count) return last;
    const newest = count === 0 ? [] : await queue.getFailed(0, SHOWN_REASONS - 1);
    last = { count, reasons: newest.map((job) => job?.failedReason ?? '').filter((reason) => reason !== '') };
    return last;
  };
}
