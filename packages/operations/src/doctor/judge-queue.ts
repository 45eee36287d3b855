/** Pure: whether all is well with events, workers and pauses. The words for it have command line and console, each their own. */
import type { FindingLevel } from './finding.ts';
import type { QueueFacts } from './read-queue.ts';

const LATE_MS = 300_000;
/** While events are handled, those that wait have others before them. */
const MOVES_MS = 60_000;
/** A worker writes its heartbeat every five seconds. */
const SILENT_MS = 30_000;

export type QueueFinding = { readonly level: FindingLevel } & (
  | { readonly code: 'worker' | 'worker_never' | 'pauses' | 'paused_dashboard' | 'ledger_empty' }
  | { readonly code: 'worker_silent'; readonly silentMs: number }
  | { readonly code: 'paused_manual'; readonly until: number; readonly by: string; readonly reason: string }
  /** Jira's own answers have brought it about. */
  | { readonly code: 'rests'; readonly reason: string; readonly leftMs: number; readonly failures: number }
  /** Something before Jira answers this kind of request in its place; all others go on. */
  | {
      readonly code: 'blocked';
      readonly kind: string;
      readonly leftMs: number;
      readonly times: number;
      readonly said: string;
    }
  /** A limit of the queue itself, which nothing here sets. */
  | ({ readonly code: 'limited' } & QueueFacts['limits'])
  | ({
      readonly code: 'waiting' | 'waiting_long';
      readonly lateMs: number;
      /** What the oldest says that it waits for. */
      readonly waitsFor: string | null;
    } & Pick<QueueFacts, 'waiting' | 'delayed' | 'active'>)
  | { readonly code: 'failed' }
  | { readonly code: 'failed_some'; readonly count: number; readonly ofDay: number }
  | { readonly code: 'ledger'; readonly since: number }
);

export function judgeQueue(facts: QueueFacts, now: number): QueueFinding[] {
  const { ledger, failed, failedOfDay: ofDay } = facts;
  const before = [workers(facts), ...rests(facts)];
  const level = ofDay > 0 ? 'bad' : 'warn';
  return [
    ...before,
    waiting(facts, now, before),
    failed === 0 ? { level: 'ok', code: 'failed' } : { level, code: 'failed_some', count: failed, ofDay },
    ledger === null ? { level: 'unknown', code: 'ledger_empty' } : { level: 'ok', code: 'ledger', since: ledger.epoch },
  ];
}

function workers({ ledger, pauses }: QueueFacts): QueueFinding {
  if (ledger === null) return { level: 'bad', code: 'worker_never' };
  const silentMs = pauses.now - ledger.beatAt;
  return silentMs > SILENT_MS ? { level: 'bad', code: 'worker_silent', silentMs } : { level: 'ok', code: 'worker' };
}

function rests({ pauses: { manual, jira, blocked = [], now }, paused, limits }: QueueFacts): QueueFinding[] {
  const findings: QueueFinding[] = [];
  if (manual) findings.push({ level: 'warn', code: 'paused_manual', ...manual });
  if (paused) findings.push({ level: 'warn', code: 'paused_dashboard' });
  if (limits.concurrency !== null || limits.rate !== null) findings.push({ level: 'warn', code: 'limited', ...limits });
  if (jira && (jira.until > now || jira.reason !== 'throttled')) {
    const { reason, failures } = jira;
    const level = reason === 'throttled' ? 'warn' : 'bad';
    findings.push({ level, code: 'rests', reason, failures, leftMs: Math.max(jira.until - now, 0) });
  }
  for (const { until, ...block } of blocked)
    findings.push({ level: 'warn', code: 'blocked', ...block, leftMs: Math.max(until - now, 0) });
  return findings.length > 0 ? findings : [{ level: 'ok', code: 'pauses' }];
}

/** Red where nothing that is known keeps the oldest: neither another finding, nor what it says itself, nor others before it. */
function waiting(facts: QueueFacts, now: number, before: readonly QueueFinding[]): QueueFinding {
  const { waiting: count, delayed, active, oldest, doneAt } = facts;
  const lateMs = oldest === null ? 0 : now - oldest.at;
  const found = { waiting: count, delayed, active, lateMs, waitsFor: oldest?.waitsFor ?? null };
  if (lateMs <= LATE_MS) return { level: 'ok', code: 'waiting', ...found };
  const moves = doneAt !== null && now - doneAt < MOVES_MS;
  const isKnown = moves || found.waitsFor !== null || before.some(({ level }) => level !== 'ok');
  return { level: isKnown ? 'warn' : 'bad', code: 'waiting_long', ...found };
}
