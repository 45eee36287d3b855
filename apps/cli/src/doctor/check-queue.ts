/** Pure: what doctor says of the events that wait, the workers, what rests, and what the ledger remembers. */
import { judgeQueue, type QueueFacts, type QueueFinding, type QueueLimits } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import { spanText, timeText } from '../command-line/times.ts';
import type { Words } from '../words/words.ts';

export function checkQueue(facts: QueueFacts, now: number, words: Words): Check[] {
  return judgeQueue(facts, now).map((finding) => checkOf(finding, words));
}

function checkOf(finding: QueueFinding, words: Words): Check {
  const says = words.doctor;
  const { code, level } = finding;
  switch (code) {
    case 'worker':
      return check('worker', code, level, says.worker);
    case 'worker_never':
      return check('worker', code, level, says.workerNever);
    case 'worker_silent':
      return check('worker', code, level, says.workerSilent(spanText(finding.silentMs, words)));
    case 'pauses':
      return check('pauses', code, level, says.noPauses);
    case 'paused_dashboard':
      return check('pauses', code, level, says.pausedDashboard);
    case 'paused_manual':
      return check('pauses', code, level, says.pausedManual(timeText(finding.until), finding.by, finding.reason));
    case 'limited':
      return check('pauses', 'queue_limited', level, says.limited(limitsText(finding, words)));
    case 'rests': {
      const { reason, leftMs, failures } = finding;
      const text = says.rests(words.pause.why(reason), spanText(leftMs, words), failures);
      return check('pauses', `rests_${reason}`, level, level === 'bad' ? { text, todo: says.restsTodo } : text);
    }
    case 'blocked': {
      const text = says.blocked(finding.kind, spanText(finding.leftMs, words), finding.times, finding.said);
      return check('pauses', `blocked_${finding.kind.replace(/\W/g, '_')}`, level, { text, todo: says.blockedTodo });
    }
    case 'waiting':
    case 'waiting_long': {
      const { waiting, delayed, active, lateMs, waitsFor } = finding;
      const counts = says.waiting(waiting, delayed, active, lateMs > 1000 ? spanText(lateMs, words) : null);
      if (code === 'waiting') return check('waiting', code, level, counts);
      const text = waitsFor === null ? counts : says.waitsFor(counts, waitsFor);
      return check('waiting', code, level, { text, todo: says.waitingTodo(level === 'bad') });
    }
    case 'failed':
      return check('failed', code, level, says.noneFailed);
    case 'failed_some':
      return check('failed', code, level, says.failed(finding.count, finding.ofDay));
    case 'ledger_empty':
      return check('ledger', code, level, says.ledgerEmpty);
    case 'ledger':
      return check('ledger', code, level, says.ledger(timeText(finding.since)));
  }
}

export function limitsText({ concurrency, rate }: QueueLimits, words: Words): string {
  const says = words.doctor;
  const limits = [
    ...(concurrency === null ? [] : [says.limitAtOnce(concurrency)]),
    ...(rate === null ? [] : [says.limitRate(rate.max, spanText(rate.duration, words))]),
  ];
  return limits.join('; ');
}
