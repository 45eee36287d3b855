/** Pure: what other rules would make of the same events. */
import {
  asPlainText,
  EventUnreadable,
  type Rules,
  type RulesProblem,
  type RulesText,
  readAlert,
} from '@guance-jira/mapping';
import { type EventJob, TITLE } from '@guance-jira/queue';
import { type Fate, fatesOf } from '../explain/fates.ts';
import { type Explained, explainEvent } from '../explain/why.ts';
import { rulesIn } from './try-rules.ts';

export interface Change {
  readonly before: readonly RulesText[];
  readonly after: readonly RulesText[];
  readonly jobs: readonly EventJob[];
  readonly now: number;
}

/** What becomes of an event, as far as rules decide. */
export interface Side {
  readonly fate: Fate['fate'];
  /** Of `nothing`. */
  readonly reason: string | null;
  readonly route: string | null;
  /** Where an issue is opened. */
  readonly project: string | null;
  readonly issueType: string | null;
  readonly priority: string | null;
}

/** Events that go the same way before and after. */
export interface Move {
  readonly from: Side;
  readonly to: Side;
  readonly count: number;
  /** The newest of them. */
  readonly events: readonly { readonly eventId: string; readonly title: string | null }[];
}

export interface Changed {
  /** Of the rules after; with any nothing else is told. */
  readonly problems: readonly RulesProblem[];
  readonly looked: number;
  readonly unreadable: number;
  readonly moved: number;
  /** How many issues they open. */
  readonly issues: { readonly before: number; readonly after: number };
  /** Most events first. */
  readonly moves: readonly Move[];
}

const MAX_NAMED = 10;
const MAX_MOVES = 50;

/** @throws Error when the rules before cannot be read */
export function changeBy({ before, after, jobs, now }: Change): Changed {
  const [was, becomes] = [rulesIn(before), rulesIn(after)];
  if (Array.isArray(was)) throw new Error('the rules in force cannot be read');
  const none = { problems: [], looked: 0, unreadable: 0, moved: 0, issues: { before: 0, after: 0 }, moves: [] };
  if (Array.isArray(becomes)) return { ...none, problems: becomes };
  const read = jobs.filter(canBeRead);
  const [from, to] = [sidesOf(read, was, now), sidesOf(read, becomes, now)];
  const moves = new Map<string, { from: Side; to: Side; count: number; events: Move['events'][number][] }>();
  for (const [index, job] of read.entries()) {
    const [a, b] = [from[index], to[index]];
    if (a === undefined || b === undefined || JSON.stringify(a) === JSON.stringify(b)) continue;
    const key = JSON.stringify([a, b]);
    const move = moves.get(key) ?? { from: a, to: b, count: 0, events: [] };
    move.count += 1;
    if (move.events.length < MAX_NAMED) move.events.push({ eventId: job.eventId, title: titleOf(job) });
    moves.set(key, move);
  }
  const all = [...moves.values()].sort((a, b) => b.count - a.count);
  const opened = (sides: readonly Side[]) => sides.filter(({ fate }) => fate === 'opens').length;
  return {
    ...none,
    looked: read.length,
    unreadable: jobs.length - read.length,
    moved: all.reduce((sum, { count }) => sum + count, 0),
    issues: { before: opened(from), after: opened(to) },
    moves: all.slice(0, MAX_MOVES),
  };
}

function canBeRead(job: EventJob): boolean {
  try {
    readAlert(job.event, job);
    return true;
  } catch (error) {
    if (error instanceof EventUnreadable) return false;
    throw error;
  }
}

function sidesOf(jobs: readonly EventJob[], rules: Rules, now: number): Side[] {
  const explained = jobs.map((job) => {
    const event = readAlert(job.event, job);
    // What a message looks like moves nothing, and reading it would take most of the time.
    const plain = event.message === null ? event : { ...event, document: asPlainText(event.message) };
    return explainEvent({ event: job.event, where: job.eventId }, rules, now, plain);
  });
  const fates = fatesOf(explained, rules);
  return explained.map((one, index) => sideOf(one, fates[index]));
}

function sideOf({ plan }: Explained, fate: Fate | undefined): Side {
  const place = plan.action === 'open' && fate?.fate === 'opens' ? plan.draft : null;
  return {
    fate: fate?.fate ?? 'nothing',
    reason: fate?.fate === 'nothing' ? fate.reason : null,
    route: fate?.route ?? null,
    project: place?.project ?? null,
    issueType: place?.issueType ?? null,
    priority: place?.priority ?? null,
  };
}

function titleOf({ event }: EventJob): string | null {
  const title = event[TITLE];
  return typeof title === 'string' ? title.slice(0, 200).toWellFormed() : null;
}
