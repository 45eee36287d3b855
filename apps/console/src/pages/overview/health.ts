/** What was looked at, as the page says it: each with what helps where it is not well. */
import type { CatchUpFinding, FindingLevel, QueueFinding, QueueLimits, RedisFinding } from '@guance-jira/operations';
import type { RulesNow } from '../../rules/rules-now.ts';
import { spanText, timeText } from '../parts/time-text.ts';
import type { Visit } from '../visit.ts';

export interface Said {
  readonly level: FindingLevel;
  readonly text: string;
  /** What to do, in words; a command to type; a page to go to. */
  readonly todo?: string;
  readonly command?: string;
  readonly link?: readonly [href: string, text: string];
}

export function sayQueue(finding: QueueFinding, visit: Visit): Said {
  const { sayings, todos } = visit.words.overview;
  const { level, code } = finding;
  switch (finding.code) {
    case 'worker':
      return { level, text: sayings.worker };
    case 'worker_never':
      return { level, text: sayings.workerNever, todo: todos.startWorker };
    case 'worker_silent':
      return { level, text: sayings.workerSilent(spanText(finding.silentMs, visit)), todo: todos.startWorker };
    case 'pauses':
      return { level, text: sayings.noPauses };
    case 'paused_dashboard':
      return { level, text: sayings.pausedDashboard, todo: todos.resume, command: RESUME };
    case 'paused_manual': {
      const text = sayings.pausedManual(timeText(finding.until), finding.by, finding.reason);
      return { level, text, todo: todos.resume, command: RESUME };
    }
    case 'limited':
      return { level, text: limitsText(finding, visit), todo: todos.resume, command: RESUME };
    case 'rests': {
      const { reason, failures, leftMs } = finding;
      const text = sayings.rests(sayings.why[reason] ?? reason, spanText(leftMs, visit), failures);
      return level === 'bad' ? { level, text, todo: todos.lookAtJira, command: RESUME } : { level, text };
    }
    case 'blocked': {
      const text = sayings.blocked(finding.kind, spanText(finding.leftMs, visit), finding.times, finding.said);
      return { level, text, todo: todos.blocked, command: RESUME };
    }
    case 'waiting':
    case 'waiting_long': {
      const { waiting, delayed, active, lateMs, waitsFor } = finding;
      const count = waiting + delayed + active;
      const why = code === 'waiting_long' ? sayings.waitsFor(waitsFor, level === 'bad') : '';
      const text = sayings.waiting(count, lateMs > 1000 ? spanText(lateMs, visit) : null) + why;
      return count === 0 ? { level, text } : { level, text, link: ['/events?state=waiting', todos.seeWaiting] };
    }
    case 'failed':
      return { level, text: sayings.noneFailed };
    case 'failed_some':
      return {
        level,
        text: sayings.failed(finding.count, finding.ofDay),
        link: ['/events?state=failed', todos.seeFailed],
      };
    case 'ledger_empty':
      return { level, text: sayings.ledgerEmpty };
    case 'ledger':
      return { level, text: sayings.ledger(timeText(finding.since)) };
  }
}

export function sayRedis(finding: RedisFinding, { words }: Visit): Said {
  const { sayings, todos } = words.overview;
  const { level } = finding;
  switch (finding.code) {
    case 'durable':
      return { level, text: sayings.durable };
    case 'durability_untold':
      return { level, text: sayings.durabilityUntold, ...(level === 'bad' ? { todo: todos.durable } : {}) };
    case 'no_aof':
      return { level, text: sayings.noAof, todo: todos.durable };
    case 'evicts':
      return { level, text: sayings.evicts(finding.policy), todo: todos.durable };
    case 'fsync':
      return { level, text: sayings.fsync(finding.how), todo: todos.durable };
    case 'memory_untold':
      return { level, text: sayings.memoryUntold };
    case 'memory_unlimited':
      return { level, text: sayings.memoryUnlimited(megabytes(finding.used)) };
    case 'memory':
    case 'memory_tight': {
      const { used, max, left } = finding;
      const text = sayings.memory(megabytes(used), megabytes(max), Math.round(left * 100));
      return level === 'ok' ? { level, text } : { level, text, todo: todos.memory };
    }
    case 'replicas_unasked':
      return { level, text: sayings.replicasUnasked(finding.found) };
    case 'replicas_untold':
      return { level, text: sayings.replicasUntold(finding.wanted) };
    case 'replicas':
      return { level, text: sayings.replicas(finding.found, finding.wanted) };
    case 'replicas_missing':
      return { level, text: sayings.replicasMissing(finding.found, finding.wanted), todo: todos.replicas };
  }
}

export function sayCatchUp(finding: CatchUpFinding, { words }: Visit): Said {
  const { sayings, todos } = words.overview;
  const { level, workspace } = finding;
  switch (finding.code) {
    case 'caught_up':
      return { level, text: sayings.caughtUp(workspace) };
    case 'not_looked':
      return { level, text: sayings.notLooked(workspace) };
    case 'look_failed':
      return {
        level,
        text: sayings.lookFailed(workspace, timeText(finding.since), finding.said),
        todo: todos.lookAtGuance,
      };
    case 'unseen': {
      const text = sayings.unseen(workspace, finding.count, finding.titles);
      return { level, text, todo: todos.unseen(finding.routes) };
    }
    case 'over_there':
      return { level, text: sayings.overThere(workspace, finding.count, finding.issues), todo: todos.overThere };
  }
}

export function sayRules(rules: RulesNow, { words }: Visit): Said {
  const { sayings, todos } = words.overview;
  if (rules.known) return { level: 'ok', text: sayings.rules(rules.rules.routes.length) };
  if (rules.problems === null) return { level: 'unknown', text: sayings.rulesUnset, todo: todos.rules };
  return { level: 'bad', text: sayings.rulesInvalid(rules.problems.length), todo: todos.validate, command: VALIDATE };
}

const RESUME = 'npm run cli -- resume';
const VALIDATE = 'npm run cli -- validate';

function megabytes(bytes: number): string {
  const size = bytes / 1024 / 1024;
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} MB`;
}

/** What nobody but a person has set, on the dashboard of an older version or by hand. */
export function limitsText({ concurrency, rate }: QueueLimits, visit: Visit): string {
  const span = rate === null ? '' : spanText(rate.duration, visit);
  return visit.words.overview.sayings.limited(concurrency, rate?.max ?? null, span);
}
