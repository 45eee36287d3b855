/** Pure: what Guance was told must follow from what people did, each closing once, and end with what they did last. */
import type { GuanceSandbox } from '@guance-jira/guance-sandbox';
import type { SandboxIssue, SandboxRequest } from '../../harness/index.ts';
import type { Problem } from '../deliver/alerts.ts';
import { type Era, erasOf } from './history.ts';
import { judgeDeeds } from './judge-deeds.ts';
import type { Watched } from './objects.ts';
import type { Frozen } from './reads.ts';

type Guance = ReturnType<GuanceSandbox['control']['state']>;

export interface BackFacts {
  readonly objects: readonly Watched[];
  readonly issues: readonly SandboxIssue[];
  /** All that Jira was asked. */
  readonly jira: readonly SandboxRequest[];
  readonly guance: Guance;
  readonly requests: ReturnType<GuanceSandbox['control']['requests']>;
  /** Every mute that ever stood, by its id. */
  readonly mutes: ReadonlyMap<string, Guance['mutes'][number]>;
  readonly acknowledged: ReadonlySet<string>;
  /** Issues whose restore a worker counts as done: where its answer was lost, a fault that began anew shows that as well. */
  readonly countedAsRestored: ReadonlySet<string>;
  readonly frozen: readonly Frozen[];
  /** Who is no person. */
  readonly ours: readonly string[];
  /** When what was done before was forgotten: Redis was wiped, or Jira has another address. */
  readonly forgottenAt: readonly number[];
  /** What each person did last was told; else only what was done can be judged. */
  readonly told: boolean;
}

export function judgeBack(facts: BackFacts): Problem[] {
  const { objects, issues, forgottenAt, requests } = facts;
  const problems = objects.flatMap((object) => {
    const own = issues.filter(({ summary }) => String(summary).includes(`${object.token} `));
    const [issue] = own;
    if (own.length > 1) return [`${own.length} issues for one object: ${own.map(({ key }) => key).join(', ')}`];
    if (issue === undefined) return [];
    return judgeIssue(issue, object, facts).map((text) => `${issue.key} (${object.token}): ${text}`);
  });
  const limited = requests.filter(({ errorCode, fault }) => fault === null && errorCode.includes('Limiting')).length;
  // A worker that was frozen, or killed, in its turn sends late, so that one more may fall into a minute.
  if (forgottenAt.length === 0 && limited > MAX_LIMITED)
    problems.push(`Guance refused ${limited} requests as too many`);
  return problems.map((text) => ({ alert: null, text }));
}

const MAX_LIMITED = 3;

function judgeIssue(issue: SandboxIssue, object: Watched, facts: BackFacts): string[] {
  const { guance, ours, told } = facts;
  const eras = erasOf(issue);
  const own = guance.objects.find(({ id }) => id === object.id);
  const problems = judgeDeeds(issue, own?.ref, facts);
  const faults = new Set(
    guance.events
      .filter((event) => event.df_monitor_checker_event_ref === own?.ref && event.df_status !== 'ok')
      .map(({ df_fault_id }) => df_fault_id),
  );
  const reopened = eras.filter((era) => era.moved && !era.done && ours.includes(era.by)).length;
  if (reopened > faults.size) problems.push(`reopened ${reopened} times for ${faults.size} faults`);
  problems.push(...saidTwice(issue, facts));
  return told && own !== undefined ? [...problems, ...judgeEnd(issue, eras, own, facts)] : problems;
}

/** Each comment of ours tells its time, so that no two are alike. */
function saidTwice({ comments }: SandboxIssue, { ours, forgottenAt }: BackFacts): string[] {
  if (!Array.isArray(comments) || forgottenAt.length > 0) return [];
  const texts = comments
    .filter((comment) => ours.includes(String(Reflect.get(Object(comment), 'author'))))
    .map((comment) => JSON.stringify(Reflect.get(Object(comment), 'body')));
  return texts.filter((text, n) => texts.indexOf(text) < n).map((text) => `said twice: ${text.slice(0, 200)}`);
}

function judgeEnd(
  { key }: SandboxIssue,
  eras: readonly Era[],
  object: Guance['objects'][number],
  { guance, acknowledged, countedAsRestored, ours, forgottenAt }: BackFacts,
): string[] {
  const events = guance.events.filter((one) => one.df_monitor_checker_event_ref === object.ref);
  const heard = ({ df_event_id }: (typeof events)[number]) => acknowledged.has(String(df_event_id));
  // What the issue stands for is known again from the next alert of its fault on.
  const known = events.some(
    (one) => one.df_status !== 'ok' && heard(one) && Number(one.date) * 1000 > Math.max(0, ...forgottenAt),
  );
  if (forgottenAt.length > 0 && !known) return [];
  const last = eras.at(-1);
  const standing = guance.mutes.filter(
    ({ state, description }) => state !== 'ended' && description.startsWith(`${key} `),
  ).length;
  const closed = last?.done === true && !ours.includes(last.by);
  if (standing !== (closed && last.wontFix ? 1 : 0))
    return [`${describe(last)}, and muted ${standing} times at the end`];
  if (forgottenAt.length > 0) return [];
  const [event, before] = events.toReversed();
  // Of two within one second nobody can say which came first.
  const sure = event?.date !== before?.date;
  const told = event !== undefined && heard(event) && Number(event.date) * 1000 < (last?.from ?? 0) && sure;
  const restored = countedAsRestored.has(key) || guance.restores.some(({ ref }) => ref === object.ref);
  if (told && closed && !last.wontFix && object.status !== 'ok' && !restored)
    return ['done, its fault stands, and never restored'];
  return [];
}

function describe(era: Era | undefined): string {
  if (era === undefined) return 'never closed';
  return `${era.done ? 'done' : 'open'}${era.wontFix ? " as won't do" : ''} by ${era.by}`;
}
