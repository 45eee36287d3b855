/** What a run sends, and what must have become of it. */
import { type GuanceEvent, type SandboxIssue, sampleEvent } from '../../harness/index.ts';
import type { Random } from '../random.ts';

/** One alert of the run. Two workspaces may use the same event id, so the id alone does not name it. */
export interface Alert {
  readonly id: string;
  readonly event: GuanceEvent;
}

/** One broken promise. `alert` is null where it concerns no single one. */
export interface Problem {
  readonly alert: string | null;
  readonly text: string;
}

export interface Outcome {
  readonly outcome: string;
  readonly reason: string;
}

/** What is known at the end of a run. */
export interface Facts {
  readonly acknowledged: ReadonlySet<string>;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly issues: readonly SandboxIssue[];
  /** Alerts may be listed in the issue of a storm. */
  readonly storms: boolean;
  /** Storms that began before this time were forgotten (docs/limits.md). */
  readonly stormsForgottenAt: number;
}

export interface Alerts {
  /** The next one. Deliveries are in no order, so it may arrive before what happened earlier. */
  next(random: Random): Alert;
  /** Of objects that had none before, so that each opens an issue. */
  fresh(count: number, random: Random): Alert[];
  /** Sent when everything before has come to rest; what they lead to shows that nothing stands in the way. */
  closing(storms: boolean, acknowledged: ReadonlySet<string>): Alert[];
  judge(facts: Facts): Problem[];
}

/** What the alerts of a run are like. */
export interface Style {
  /** The share whose clock is ahead, by hours or by a wrong unit. */
  readonly clocksAhead: boolean;
  /** Another workspace sends alerts with the same ids. */
  readonly twoWorkspaces: boolean;
  /** Titles with a character that an old MySQL refuses. */
  readonly emoji: boolean;
  /** No fault id, and another start of the alert each time. */
  readonly changedStart: boolean;
}

const WORKSPACES = ['wksp_968577392a1c4714a464cd2f6ee42a9c', 'wksp_11111111111111111111111111111111'] as const;

export function alertOf(event: GuanceEvent): Alert {
  return { id: alertIdOf(String(event.df_workspace_uuid), event.df_event_id), event };
}

/** The first workspace is not named, so that an id can be found in logs as it is. */
export function alertIdOf(workspace: string, eventId: string): string {
  return workspace === WORKSPACES[1] ? `${eventId}@2` : eventId;
}

export function workspaceFields(second: boolean): Record<string, unknown> {
  const [first, other] = WORKSPACES;
  return { df_workspace_uuid: second ? other : first, workspace_uuid: second ? other : first };
}

/** A time that no alert can have had: the sender's clock, or its unit, is wrong. */
export function wrongTime(random: Random, seconds: number): number {
  return random.pick([seconds + 7200, seconds * 1_000_000, seconds + 86_400 * 3]);
}

/** Every alert is an object of its own (`group: event`). One in five tells an old time, so the ledger cannot vouch for it. */
export function singleAlerts(style: Style): Alerts {
  const made: { alert: Alert; token: string }[] = [];
  const make = (random: Random | null): Alert => {
    const before = made.at(-1);
    const again = style.twoWorkspaces && before !== undefined && made.length % 2 === 1 && random !== null;
    const token = `alert${made.length}x`;
    const id = again ? before.alert.event.df_event_id : `event-${hex(random, token)}`;
    const seconds = Math.floor(Date.now() / 1000);
    const time = random?.chance(0.2)
      ? null
      : style.clocksAhead && random?.chance(0.5)
        ? wrongTime(random, seconds)
        : seconds;
    const alert = alertOf(
      sampleEvent({
        ...workspaceFields(again),
        ...(time === null ? {} : { date: time, timestamp: time }),
        df_event_id: id,
        df_monitor_checker_event_ref: id,
        df_title: titleOf(token, style, random),
      }),
    );
    made.push({ alert, token });
    return alert;
  };
  return {
    next: make,
    fresh: (count, random) => Array.from({ length: count }, () => make(random)),
    closing: () => [make(null)],
    judge: ({ acknowledged, outcomes, issues, storms }) =>
      made.flatMap(({ alert, token }) => {
        const own = issues.filter(({ summary }) => String(summary).includes(token)).length;
        const { outcome = '', reason = '' } = outcomes.get(alert.id) ?? {};
        const blame = (text: string) => [{ alert: alert.id, text }];
        if (own > 1) return blame(`${own} issues for one alert`);
        if (!acknowledged.has(alert.id)) return [];
        if (outcome === '' || outcome === 'failed') return [];
        if (storms && outcome === 'listed')
          return own === 0 && isListed(token, issues) ? [] : blame('listed, and no comment of a storm shows it');
        if (outcome !== 'created') return blame(`acknowledged; outcome ${outcome} ${reason}`);
        return own === 1 ? [] : blame('created, and no issue for it');
      }),
  };
}

export function titleOf(token: string, style: Style, random: Random | null): string {
  return `${token} 磁盘满${style.emoji && random?.chance(0.3) ? ' 🔥' : ''}`;
}

/** Whether a comment names it. */
export function isListed(token: string, issues: readonly SandboxIssue[]): boolean {
  return issues.some(({ comments }) => JSON.stringify(comments ?? '').includes(token));
}

function hex(random: Random | null, token: string): string {
  if (random === null) return `last-${token}`;
  return Array.from({ length: 4 }, () =>
    random
      .between(0, 2 ** 32 - 1)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
}
