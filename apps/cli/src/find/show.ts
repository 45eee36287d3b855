/** Pure: what find says, for people. */
import { type ContextRecord, contextParts } from '@guance-jira/ledger';
import type { EventFacts, FaultFacts, Found, LedgerRecord, Pauses } from '@guance-jira/operations';
import { columns, indent, type Level, type Look } from '../command-line/format.ts';
import { spanText, timeAgoText, timeText } from '../command-line/times.ts';
import type { Words } from '../words/words.ts';

export interface Around {
  readonly pauses: Pauses;
  /** Null where it is not known. */
  readonly browseUrl: string | null;
  readonly site: string;
  readonly now: number;
}

export function showFound(
  { event, fault, context, namesakes, askedIssue }: Found,
  around: Around,
  words: Words,
  look: Look,
): string {
  const standing = event?.record?.issueKey ?? fault?.record?.issueKey;
  const parts = [
    ...(askedIssue !== null && standing !== undefined
      ? [`${look.sign('warn')} ${words.find.standsFor(askedIssue, standing)}`]
      : []),
    ...(event === null ? [] : [showEvent(event, around, words, look)]),
    ...(fault === null ? [] : [showFault(fault, around, words, look)]),
    ...(context === null ? [] : [showContext(context, words, look)]),
    ...namesakes.map((other) => showEvent(other, around, words, look)),
  ];
  return parts.join('\n\n');
}

const WAITING: readonly string[] = ['waiting', 'delayed', 'prioritized', 'active'];

function showEvent(event: EventFacts, around: Around, words: Words, look: Look): string {
  const says = words.find;
  const { eventId, record, job } = event;
  const { level, text } = stateOf(event, around, words);
  const waits = job !== null && WAITING.includes(job.state);
  const reason =
    record?.outcome === undefined || waits ? (waits ? '' : (job?.failedReason ?? '')) : (record.reason ?? '');
  const at = record?.at ?? job?.finishedAt ?? null;
  const rows: [string, string | null][] = [
    [says.title, job?.title ?? null],
    [says.workspace, event.workspace || null],
    [says.issue, issueText(record, around)],
    [says.route, record?.route || job?.outcome?.route || null],
    [says.reason, reason === '' ? null : says.warning(reason)],
    [
      job?.caughtUp ? says.caughtUp : says.received,
      job?.receivedAt ? timeAgoText(job.receivedAt, around.now, words) : null,
    ],
    [says.ended, at !== null && !waits ? timeAgoText(at, around.now, words) : null],
    [says.waitsFor, waits ? waitText(job.waitingFor, job.dueAt, around, words) : null],
    [says.rests, waits ? restText(job.waitingFor, around, words) : null],
    [says.waitsSince, waits && record?.waitingSince ? timeAgoText(record.waitingSince, around.now, words) : null],
    [says.attempts, job === null ? null : String(job.attempts)],
    [says.sent, record?.posts ? says.times(record.posts) : null],
    [says.retried, retriedText(record, around, words)],
    [says.jira, record?.site !== undefined && record.site !== around.site ? record.site : null],
  ];
  const warnings = waits ? [] : (record?.warnings ?? []);
  const todo = job?.state === 'failed' ? [words.common.todo(says.failedTodo(eventId))] : [];
  if (job === null && record?.outcome === 'failed') todo.push(words.common.todo(says.failedGone));
  if (!waits && record?.outcome === 'ignored' && record.reason === 'unmatched')
    todo.push(words.common.todo(says.unmatchedTodo));
  return [
    `${look.strong(eventId)}  ${look.sign(level)} ${look.level(level, text)}`,
    ...lines(rows, look),
    ...warnings.map((warning) => indent(`${look.sign('warn')} ${words.find.warning(warning)}`, 2)),
    ...todo.map((line) => indent(line, 2)),
  ].join('\n');
}

function showFault({ faultKey, record, state, back }: FaultFacts, around: Around, words: Words, look: Look): string {
  const says = words.find;
  const at = (ms: number | null | undefined) => (ms == null ? null : timeAgoText(ms, around.now, words));
  const rows: [string, string | null][] = [
    [says.issue, issueText(record, around) ?? state?.issue?.key ?? null],
    [says.listedIn, state?.storm?.issue.key ?? null],
    [says.route, state?.route || record?.route || null],
    [says.openedBy, record?.opener ?? null],
    [says.began, at(state?.openedAt)],
    [says.level, state?.level ?? null],
    [says.newest, at(state?.applied.at)],
    [says.repeats, state && state.repeats.count > 0 ? says.times(state.repeats.count) : null],
    [says.recovered, at(state?.recoveredAt)],
    [says.heldUntil, state?.heldUntil ? timeText(state.heldUntil) : null],
    [says.sent, record?.posts ? says.times(record.posts) : null],
    [says.restored, back?.restore ? says.request(back.restore.state, at(back.restore.sentAt) ?? '') : null],
    [says.muted, back?.mute ? says.muting(back.mute.state, timeText(back.mute.until)) : null],
    [says.notLifted, at(back?.mute?.liftRefused?.at)],
  ];
  const level = record?.state === 'confirmed' ? 'ok' : 'unknown';
  const what = state?.leftAlone ? says.leftAlone : state?.storm ? says.listed : says.state(record?.state ?? '');
  return [
    `${look.strong(`${says.fault} ${faultKey ?? ''}`.trim())}  ${look.sign(level)} ${what}`,
    ...lines(rows, look),
  ].join('\n');
}

function showContext({ order, ends }: ContextRecord, words: Words, look: Look): string {
  const says = words.find;
  const shown = contextParts
    .filter((part) => order[part] !== null)
    .map((part): [string, string] => {
      const end = ends[part];
      return [
        says[part],
        end === undefined ? says.toBeAdded : end.reason === null ? says.added : says.leftOut(end.reason),
      ];
    });
  return [look.strong(says.context(order.issue.key)), ...lines(shown, look)].join('\n');
}

function stateOf({ record, job }: EventFacts, { pauses }: Around, words: Words): { level: Level; text: string } {
  const says = words.find;
  // While Jira rests a worker takes events up only to put them down again.
  const rests = pauses.manual !== null || pauses.jira !== null;
  if (job?.state === 'active' && !rests) return { level: 'unknown', text: says.active };
  if (job && WAITING.includes(job.state)) return { level: 'unknown', text: says.waiting };
  const outcome = record?.outcome ?? job?.outcome?.outcome ?? (job?.state === 'failed' ? 'failed' : null);
  if (outcome === null) return { level: 'unknown', text: says.state(record?.state ?? '') };
  return { level: outcome === 'failed' ? 'bad' : 'ok', text: says.outcome(outcome) };
}

function issueText(record: LedgerRecord | null, { browseUrl }: Around): string | null {
  if (!record?.issueKey) return null;
  const base = record.site !== undefined && !record.site.includes('api.atlassian.com') ? record.site : browseUrl;
  return base === null ? record.issueKey : `${record.issueKey}  ${base}/browse/${record.issueKey}`;
}

function waitText(waitingFor: string | null, dueAt: number | null, { now }: Around, words: Words): string {
  const what = waitingFor === null ? words.find.itsTurn : words.find.warning(waitingFor);
  return dueAt !== null && dueAt > now ? words.find.until(what, timeText(dueAt)) : what;
}

function restText(
  waitingFor: string | null,
  { pauses: { manual, jira, blocked = [], now } }: Around,
  words: Words,
): string | null {
  if (manual) return words.find.pausedUntil(timeText(manual.until), manual.by, manual.reason);
  if (!jira) {
    const kind = blocked.find((one) => waitingFor?.startsWith('blocked: ') && waitingFor.includes(`(${one.kind})`));
    return kind ? words.find.blocked(kind.kind, spanText(Math.max(kind.until - now, 0), words)) : null;
  }
  return words.find.restsBecause(words.pause.why(jira.reason), spanText(jira.until - now, words));
}

function retriedText(record: LedgerRecord | null, { now }: Around, words: Words): string | null {
  if (!record?.retriedBy) return null;
  const times = record.retries && record.retries > 1 ? `, ${words.find.times(record.retries)}` : '';
  return `${record.retriedBy}${record.retriedAt ? `, ${timeAgoText(record.retriedAt, now, words)}` : ''}${times}`;
}

function lines(rows: readonly [string, string | null][], look: Look): string[] {
  const shown = rows.filter((row): row is [string, string] => row[1] !== null);
  return columns(shown.map(([name, value]) => [look.faint(name), value])).map((line) => indent(line, 2));
}
