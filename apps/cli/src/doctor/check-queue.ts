/** Pure: the events that wait, the workers, what rests, and what the ledger remembers. */

import type { QueueFacts } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import { spanText, timeText } from '../command-line/times.ts';
import type { Words } from '../words/words.ts';

const LATE_MS = 300_000;
/** A worker writes its heartbeat every five seconds. */
const SILENT_MS = 30_000;

export function checkQueue(facts: QueueFacts, now: number, words: Words): Check[] {
  return [
    workers(facts, words),
    ...rests(facts, words),
    waiting(facts, now, words),
    failed(facts, words),
    ledger(facts, words),
  ];
}

function workers({ ledger: seen, pauses }: QueueFacts, words: Words): Check {
  const says = words.doctor;
  if (seen === null) return check('worker', 'worker_never', 'bad', says.workerNever);
  const silentMs = pauses.now - seen.beatAt;
  if (silentMs > SILENT_MS)
    return check('worker', 'worker_silent', 'bad', says.workerSilent(spanText(silentMs, words)));
  return check('worker', 'worker', 'ok', says.worker);
}

function rests({ pauses: { manual, jira, now }, paused }: QueueFacts, words: Words): Check[] {
  const says = words.doctor;
  const checks: Check[] = [];
  if (manual)
    checks.push(
      check('pauses', 'paused_manual', 'warn', says.pausedManual(timeText(manual.until), manual.by, manual.reason)),
    );
  if (paused) checks.push(check('pauses', 'paused_dashboard', 'warn', says.pausedDashboard));
  if (jira && (jira.until > now || jira.reason !== 'throttled')) {
    const level = jira.reason === 'throttled' ? 'warn' : 'bad';
    const text = says.rests(
      words.pause.why(jira.reason),
      spanText(Math.max(jira.until - now, 0), words),
      jira.failures,
    );
    checks.push(
      check(
        'pauses',
        `rests_${jira.reason}`,
        level,
        jira.reason === 'throttled' ? text : { text, todo: says.restsTodo },
      ),
    );
  }
  return checks.length > 0 ? checks : [check('pauses', 'pauses', 'ok', says.noPauses)];
}

function waiting({ waiting: count, delayed, active, oldestAt }: QueueFacts, now: number, words: Words): Check {
  const says = words.doctor;
  const lateMs = oldestAt === null ? 0 : now - oldestAt;
  const text = says.waiting(count, delayed, active, lateMs > 1000 ? spanText(lateMs, words) : null);
  return lateMs > LATE_MS
    ? check('waiting', 'waiting_long', 'warn', { text, todo: says.waitingTodo })
    : check('waiting', 'waiting', 'ok', text);
}

function failed({ failed: count }: QueueFacts, words: Words): Check {
  const says = words.doctor;
  return count === 0
    ? check('failed', 'failed', 'ok', says.noneFailed)
    : check('failed', 'failed_some', 'warn', says.failed(count));
}

function ledger({ ledger: seen }: QueueFacts, words: Words): Check {
  const says = words.doctor;
  return seen === null
    ? check('ledger', 'ledger_empty', 'unknown', says.ledgerEmpty)
    : check('ledger', 'ledger', 'ok', says.ledger(timeText(seen.epoch)));
}
