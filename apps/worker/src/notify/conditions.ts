/** Pure: the facts that a worker can gather → the conditions that people are told of. */

import type { Pauses } from '@guance-jira/operations';
import type { Seen } from '@guance-jira/service';

export interface WorkFacts {
  jira: string;
  /** Why requests to Jira rest, in the words of the metric. */
  paused: readonly string[];
  /** The pause that a person has set; null when there is none. */
  manual: Pauses['manual'];
  /** The pause button of the dashboard, which has no end of its own. */
  button: boolean;
  /** Jobs in *failed*, and why the newest of them are there. */
  failed: { count: number; reasons: readonly string[] };
  /** When the token of the login expires; null when nobody has said. */
  tokenExpires: number | null;
  /** What is wrong with the rules file, on any worker. */
  rules: readonly string[];
  /** What stands open in Guance and never came here. */
  unseen: { count: number; titles: readonly string[] };
}

/** Days before the end of the token at which people are told, first to last; the end itself is the last step. */
const STEPS = [14, 7, 3, 1, 0];
const DAY_MS = 86_400_000;
const MAX_REASON = 160;

export function conditionsOf(facts: WorkFacts, now: number): Seen[] {
  const { jira, failed, tokenExpires, rules, unseen } = facts;
  const rests = (reason: string) => (facts.paused.includes(reason) ? 1 : 0);
  return [
    { condition: 'jira_login', level: rests('unauthorized'), details: { jira } },
    // A refused login is an answer, so Jira is there.
    { condition: 'jira_unavailable', level: rests('unavailable'), details: { jira } },
    { condition: 'jira_throttled', level: rests('throttled'), details: { jira } },
    pauseOf(facts),
    {
      condition: 'failed_events',
      level: failed.count,
      details: { count: failed.count, reasons: oneLine(failed.reasons) },
    },
    tokenOf(tokenExpires, now),
    { condition: 'rules_invalid', level: rules.length > 0 ? 1 : 0, details: { problems: rules.join('\n') } },
    {
      condition: 'unseen_faults',
      level: unseen.count,
      details: { count: unseen.count, titles: oneLine(unseen.titles) },
    },
  ];
}

function pauseOf({ manual, button }: WorkFacts): Seen {
  const details = manual && {
    ...{ by: manual.by, reason: manual.reason },
    until: `${new Date(manual.until).toISOString().slice(0, 16).replace('T', ' ')} (UTC)`,
  };
  return { condition: 'paused', level: manual || button ? 1 : 0, ...(details ? { details } : {}) };
}

function tokenOf(expires: number | null, now: number): Seen {
  if (expires === null) return { condition: 'token_expires', level: 0 };
  // Not -0, which would be shown.
  const days = Math.ceil((expires - now) / DAY_MS) + 0;
  const date = new Date(expires).toISOString().slice(0, 10);
  const level = STEPS.filter((step) => now >= expires - step * DAY_MS).length;
  return { condition: 'token_expires', level, details: { date, days } };
}

function oneLine(reasons: readonly string[]): string {
  const short = reasons.map((reason) => {
    const line = reason.replace(/\s+/g, ' ').trim();
    return line.length > MAX_REASON ? `${line.slice(0, MAX_REASON).toWellFormed()}…` : line;
  });
  return [...new Set(short)].join(' | ');
}
