/**
 * For those whom no webhook of Jira tells: one of all workers asks now and then which issues were changed, and makes of them what the
 * webhook makes. Its requests go when others may, so that Jira's outages and a person's pause hold it too.
 */
import { randomUUID } from 'node:crypto';
import type { Changed, Paging } from '@guance-jira/jira';
import { type PollRecord, type PollTurn, putOffPoll, takePoll } from '@guance-jira/ledger';
import type { ChangeJob } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';
import type { InBackground } from '../../throttle/background-request.ts';
import { minutesBack } from './how-far-back.ts';
import { type WorthDeps, worthTelling } from './worth-telling.ts';

export interface PollDeps extends WorthDeps {
  everyMs: number;
  settleMs: number;
  /** One search, page by page; `slot` waits until the next page may be asked for. */
  search: (
    minutes: number,
    paging: Pick<Paging, 'pages'> & { onPage: () => Promise<void> },
  ) => Promise<InBackground<Changed>>;
  add: (job: ChangeJob) => Promise<void>;
  log: Log;
}

export interface BackPoll {
  /** Looks when it is due and nobody else does. @throws what Redis does */
  run(): Promise<void>;
}

export function createBackPoll(deps: PollDeps): BackPoll {
  const { redis, keys, site, everyMs } = deps;
  const who = randomUUID();
  let running = false;
  const look = async () => {
    if (!hasBack(deps)) return;
    const turn = await takePoll(redis, keys, site, { who, leaseMs: LEASE_MS, furthestMs: Math.max(LEASE_MS, everyMs) });
    if (turn === null) return;
    const { dueInMs, change } = await outcomeOf(turn, who, deps);
    await putOffPoll(redis, keys, site, { who, dueInMs, change: { ...change, everyMs } });
  };
  return {
    run: async () => {
      if (running) return;
      running = true;
      await look().finally(() => {
        running = false;
      });
    },
  };
}

async function outcomeOf(
  turn: PollTurn,
  who: string,
  deps: PollDeps,
): Promise<{ dueInMs: number; change: Partial<PollRecord> }> {
  const { redis, keys, site, everyMs, log } = deps;
  const minutes = minutesBack(turn, deps);
  const onPage = async () => void (await putOffPoll(redis, keys, site, { who, dueInMs: LEASE_MS }));
  const seen = await deps.search(minutes, { pages: MAX_PAGES, onPage });
  if (seen.end === 'not_now')
    return { dueInMs: Math.min(Math.max(seen.ms, 1000), everyMs), change: { failure: 'requests to Jira rest' } };
  if (seen.end === 'failed') {
    log.warn('jira could not be polled', { reason: seen.failure.message });
    return { dueInMs: everyMs, change: { failure: seen.failure.message } };
  }
  const { issues, complete, unread } = seen.value;
  let told = 0;
  for (const [n, issue] of issues.entries()) {
    if (n % 100 === 99) await onPage();
    if (!(await worthTelling(issue, deps))) continue;
    const event = { issueId: issue.id, issueKey: issue.key, by: null, fields: null };
    // The same until the issue is changed again, so that windows may overlap.
    const eventId = `poll:${issue.id}:${issue.updatedAt}`;
    await deps.add({ v: 1001, kind: 'change', eventId, event, receivedAt: deps.memory.now() });
    told += 1;
  }
  if (!complete) log.warn('jira has more changes than one poll reads', { minutes, read: issues.length });
  if (unread > 0) log.warn('changed issues of jira cannot be read', { unread });
  log.debug('jira polled', { minutes, found: issues.length, told });
  return { dueInMs: everyMs, change: { lookedAt: turn.now, found: issues.length, told, failure: '' } };
}

function hasBack({ rules }: PollDeps): boolean {
  return rules().routes.some((route) => route.kind === 'issue' && route.back !== null);
}

/** So long until another goes on where a worker has died; put off with every page. */
const LEASE_MS = 60_000;
/** Of a hundred issues. */
const MAX_PAGES = 100;
