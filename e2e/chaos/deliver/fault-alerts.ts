/** Objects that fail and recover, round after round (`group: fault`), and what must have become of them. */
import { type SandboxIssue, sampleEvent } from '../../harness/index.ts';
import type { Random } from '../random.ts';
import {
  type Alert,
  type Alerts,
  alertOf,
  type Facts,
  isListed,
  type Problem,
  type Style,
  titleOf,
  workspaceFields,
  wrongTime,
} from './alerts.ts';

interface Watched {
  readonly name: string;
  readonly token: string;
  readonly title: string;
  readonly second: boolean;
  readonly told: { alert: Alert; recovered: boolean; wrongTime: boolean }[];
}

const ALERTS_AN_OBJECT = 6;

export function faultAlerts(count: number, style: Style, seed: Random): Alerts {
  const objects = Array.from({ length: Math.max(2, Math.round(count / ALERTS_AN_OBJECT)) }, (_, n) =>
    watched(n, style.twoWorkspaces && n % 2 === 1, style, seed),
  );
  const start = Math.floor(Date.now() / 1000) - 3600;
  const tell = (object: Watched, recovered: boolean, time: number, wrong: boolean): Alert => {
    const step = object.told.length;
    const alert = alertOf(
      sampleEvent({
        ...workspaceFields(object.second),
        df_event_id: `event-${object.name.replace(' ', '-')}-${step}`,
        df_title: object.title,
        df_monitor_checker_event_ref: object.name,
        ...(style.changedStart
          ? { df_fault_id: undefined, df_issue_start_time: time - step * 7 }
          : { df_fault_id: `fault-${object.name}-${Math.floor(step / 2)}` }),
        df_status: recovered ? 'ok' : 'critical',
        date: time,
        timestamp: time,
      }),
    );
    object.told.push({ alert, recovered, wrongTime: wrong });
    return alert;
  };
  return {
    next: (random) => {
      const object = random.pick(objects);
      const seconds = start + object.told.length * 30;
      const wrong = style.clocksAhead && random.chance(0.3);
      return tell(object, object.told.length % 2 === 1, wrong ? wrongTime(random, seconds) : seconds, wrong);
    },
    fresh: (more, random) =>
      Array.from({ length: more }, () => {
        const object = watched(objects.length, false, style, random);
        objects.push(object);
        return tell(object, false, Math.floor(Date.now() / 1000) - 60, false);
      }),
    // Half of the objects end well, the others stay as their newest event left them. A storm's issue ends with the last of its faults.
    closing: (storms, acknowledged) => {
      const ending = objects.filter(({ told }, n) => told.length % 2 === 1 && (storms || n % 2 === 0));
      // One that nobody has acknowledged may never have come, and what it ends stands in a list.
      const recoveries = objects.flatMap(({ told }) => (told.length % 2 === 0 ? (told.at(-1)?.alert ?? []) : []));
      const alerts = ending.map((object) => tell(object, true, Math.floor(Date.now() / 1000), false));
      if (storms) return [...alerts, ...recoveries.filter(({ id }) => !acknowledged.has(id))];
      const last = watched(objects.length, false, style, seed);
      objects.push(last);
      return [...alerts, tell(last, false, Math.floor(Date.now() / 1000), false)];
    },
    judge: (facts) => [
      ...objects.flatMap((object) => judgeObject(object, facts)),
      ...(facts.storms ? judgeStorms(objects, facts) : []),
    ],
  };
}

/** Two workspaces name their objects, faults and events alike. */
function watched(n: number, second: boolean, style: Style, seed: Random): Watched {
  const token = `object${n}x`;
  return { name: `disk ${second ? n - 1 : n}`, token, title: titleOf(token, style, seed), second, told: [] };
}

function judgeObject({ told, token }: Watched, facts: Facts): Problem[] {
  const { acknowledged, issues: all, storms } = facts;
  const issues = all.filter(({ summary }) => String(summary).includes(token));
  const arrived = told.filter(({ alert }) => acknowledged.has(alert.id));
  const last = arrived.at(-1);
  if (last === undefined) return [];
  const blame = (text: string) => [{ alert: last.alert.id, text }];
  if (issues.length > 1) return blame(`${issues.length} issues for one object`);
  const [issue] = issues;
  const opened = arrived.some(({ recovered }) => !recovered);
  if (issue === undefined)
    return !opened || (storms && isListed(token, all)) ? [] : blame('no issue for a fault that was acknowledged');
  return judgeState(issue, told, last, storms).flatMap(blame);
}

/** In the state of the newest event, where it is sure which that is: a delivery that got no answer may have arrived all the same. */
function judgeState(
  issue: SandboxIssue,
  told: Watched['told'],
  last: Watched['told'][number],
  storms: boolean,
): string[] {
  const unsure = told.indexOf(last) < told.length - 1 || told.some(({ wrongTime }) => wrongTime) || storms;
  const done = issue.status === 'done';
  if (unsure || done === last.recovered) return [];
  return [`the newest event is a ${last.recovered ? 'recovery' : 'fault'}, the issue is ${issue.status}`];
}

/**
 * The issue of a storm is closed when all that it lists has recovered. What it lists is known to Redis alone, by a name that its comments
 * do not tell: whoever forgets it leaves that issue to people, and lists or opens what stands anew.
 */
function judgeStorms(objects: readonly Watched[], { issues, stormsForgottenAt }: Facts): Problem[] {
  if (objects.some(({ told }) => told.some(({ wrongTime }) => wrongTime))) return [];
  return issues
    .filter(({ summary, status }) => status !== 'done' && !objects.some(({ token }) => String(summary).includes(token)))
    .filter((issue) => !(stormBegan(issue) < stormsForgottenAt))
    .map(({ key, status }) => ({ alert: null, text: `all has recovered, the issue ${key} of a storm is ${status}` }));
}

/** As the issue's property names the storm: `storm <route> <first arrival>`. */
function stormBegan({ properties }: SandboxIssue): number {
  const subject: unknown = Reflect.get(Object(Reflect.get(Object(properties), 'guance-jira')), 'faultKey');
  return Number(String(subject).split(' ').at(-1));
}
