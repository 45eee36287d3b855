/** Pure: what Guance was told must follow from what people did, each closing once, and end with what they did last. */
import type { GuanceSandbox } from '@guance-jira/guance-sandbox';
import type { SandboxIssue } from '../../harness/index.ts';
import type { Problem } from '../deliver/alerts.ts';
import { type Era, erasOf, erasWithin } from './history.ts';
import type { Watched } from './objects.ts';

export interface BackFacts {
  readonly objects: readonly Watched[];
  readonly issues: readonly SandboxIssue[];
  readonly guance: ReturnType<GuanceSandbox['control']['state']>;
  readonly requests: ReturnType<GuanceSandbox['control']['requests']>;
  readonly acknowledged: ReadonlySet<string>;
  /** Who is no person. */
  readonly ours: readonly string[];
  /** How often what was done before was forgotten: Redis was wiped, or Jira has another address. */
  readonly forgotten: number;
  /** What each person did last was told; else only what was done can be judged. */
  readonly told: boolean;
}

/** From the reading of an issue to what Guance carries out: a request that Guance is slow about, and a worker that is frozen for seconds. */
const SLACK_MS = 9000;

export function judgeBack(facts: BackFacts): Problem[] {
  const { objects, issues, forgotten, requests } = facts;
  const problems = objects.flatMap((object) => {
    const own = issues.filter(({ summary }) => String(summary).includes(`${object.token} `));
    const [issue] = own;
    if (own.length > 1) return [`${own.length} issues for one object: ${own.map(({ key }) => key).join(', ')}`];
    if (issue === undefined) return [];
    return judgeIssue(issue, object, facts).map((text) => `${issue.key} (${object.token}): ${text}`);
  });
  const limited = requests.filter(({ errorCode, fault }) => fault === null && errorCode.includes('Limiting')).length;
  // A worker that was frozen, or killed, in its turn sends late, so that one more may fall into a minute.
  if (forgotten === 0 && limited > MAX_LIMITED) problems.push(`Guance refused ${limited} requests as too many`);
  return problems.map((text) => ({ alert: null, text }));
}

const MAX_LIMITED = 3;

function judgeIssue(issue: SandboxIssue, object: Watched, facts: BackFacts): string[] {
  const eras = erasOf(issue);
  const own = facts.guance.objects.find(({ id }) => id === object.id);
  const restores = facts.guance.restores.filter(({ ref }) => ref === own?.ref);
  const muted = facts.requests.filter(
    ({ kind, committed, body }) => kind === 'mute-create' && committed && describes(body, issue.key),
  );
  const problems = [
    ...restores.flatMap(({ at }) =>
      allowed(eras, at, facts, false) ? [] : [`restored at ${at}, and it was not done by a person then`],
    ),
    ...muted.flatMap(({ at }) =>
      allowed(eras, at, facts, true) ? [] : [`muted at ${at}, and it was not closed as won't do then`],
    ),
    ...twice(
      muted.map(({ body }) => String(Reflect.get(Object(body), 'name'))),
      facts,
    ),
  ];
  if (restores.length > 1 + facts.forgotten) problems.push(`restored ${restores.length} times within reopenWithin`);
  const faults = new Set(
    facts.guance.events
      .filter((event) => event.df_monitor_checker_event_ref === own?.ref && event.df_status !== 'ok')
      .map(({ df_fault_id }) => df_fault_id),
  );
  const reopened = eras.filter((era) => era.moved && !era.done && facts.ours.includes(era.by)).length;
  if (reopened > faults.size) problems.push(`reopened ${reopened} times for ${faults.size} faults`);
  return facts.told ? [...problems, ...judgeEnd(issue, eras, own, restores.length, facts)] : problems;
}

/** It was so at some time shortly before. */
function allowed(eras: readonly Era[], at: number, { ours }: BackFacts, wontFix: boolean): boolean {
  return erasWithin(eras, at - SLACK_MS, at).some(
    (era) => era.done && era.wontFix === wontFix && !ours.includes(era.by),
  );
}

function twice(names: readonly string[], { forgotten }: BackFacts): string[] {
  if (forgotten > 0) return [];
  return names.filter((name, n) => names.indexOf(name) < n).map((name) => `muted twice for one closing: ${name}`);
}

function judgeEnd(
  { key }: SandboxIssue,
  eras: readonly Era[],
  object: BackFacts['guance']['objects'][number] | undefined,
  restores: number,
  { guance, acknowledged, ours, forgotten }: BackFacts,
): string[] {
  const last = eras.at(-1);
  // What was done before Redis forgot it is not taken back.
  if (forgotten > 0 || object === undefined) return [];
  const active = guance.mutes.filter(
    ({ state, description }) => state === 'active' && description.startsWith(`${key} `),
  ).length;
  const muted = last?.done === true && last.wontFix && !ours.includes(last.by);
  if (active !== (muted ? 1 : 0)) return [`${describe(last)}, and muted ${active} times at the end`];
  const [event, before] = guance.events.filter((one) => one.df_monitor_checker_event_ref === object.ref).toReversed();
  // Of two within one second nobody can say which came first.
  const sure = event?.date !== before?.date;
  const known = acknowledged.has(String(event?.df_event_id)) && Number(event?.date) * 1000 < (last?.from ?? 0) && sure;
  const restored = last?.done === true && !last.wontFix && !ours.includes(last.by);
  if (known && restored && object.status !== 'ok' && restores === 0)
    return ['done, its fault stands, and never restored'];
  return [];
}

function describe(era: Era | undefined): string {
  if (era === undefined) return 'never closed';
  return `${era.done ? 'done' : 'open'}${era.wontFix ? " as won't do" : ''} by ${era.by}`;
}

function describes(body: unknown, key: string): boolean {
  return String(Reflect.get(Object(body), 'description')).startsWith(`${key} `);
}
