/** Pure: what rules make of a delivery, by the very functions of receiver, worker and `explain`. */
import {
  asPlainText,
  EventUnreadable,
  mayTakeLong,
  parseRulesFiles,
  parseSlowly,
  type Rules,
  RulesInvalid,
  type RulesProblem,
  type RulesText,
  readAlert,
} from '@guance-jira/mapping';
import { BodyRefused, type EventJob, jobsOf, readBody } from '@guance-jira/queue';
import { type Dialect, requestFor, type WouldSend } from '../explain/request.ts';
import { type Explained, explainEvent } from '../explain/why.ts';

export interface Trial {
  readonly texts: readonly RulesText[];
  /** As it would be POSTed; null: only the rules are looked at. */
  readonly body: string | null;
  readonly now: number;
}

export interface TriedEvent extends Pick<Explained, 'eventId' | 'steps' | 'plan' | 'event'> {
  /** How many conditions each route has. */
  readonly sizes: readonly (readonly [route: string, conditions: number])[];
  readonly requests: Readonly<Record<Dialect, WouldSend>> | null;
}

export interface Tried {
  /** Of the rules; with any nothing else is told. */
  readonly problems: readonly RulesProblem[];
  /** Why the receiver would refuse the body. */
  readonly refused: string | null;
  readonly events: readonly TriedEvent[];
  /** Of the same delivery, and not looked at. */
  readonly more: number;
}

/** A delivery of more is looked at in part. */
const MAX_EVENTS = 20;

export function tryRules({ texts, body, now }: Trial, plainText: boolean): Tried {
  const nothing = { problems: [], refused: null, events: [], more: 0 };
  const rules = rulesIn(texts);
  if (Array.isArray(rules)) return { ...nothing, problems: rules };
  if (body === null) return nothing;
  try {
    const jobs = jobsOf(readBody(Buffer.from(body), 'application/json'), {
      receivedAt: now,
      uniqueId: () => 'given-on-arrival',
    });
    const events = jobs.slice(0, MAX_EVENTS).map((job) => tryEvent(job, rules, now, plainText));
    return { ...nothing, events, more: Math.max(jobs.length - MAX_EVENTS, 0) };
  } catch (error) {
    if (!(error instanceof BodyRefused || error instanceof EventUnreadable)) throw error;
    return { ...nothing, refused: error.message };
  }
}

/** The rules, or what is wrong with them. */
export function rulesIn(texts: readonly RulesText[]): Rules | RulesProblem[] {
  try {
    return parseRulesFiles(texts);
  } catch (error) {
    if (!(error instanceof RulesInvalid)) throw error;
    return [...error.problems];
  }
}

function tryEvent(job: EventJob, rules: Rules, now: number, plainText: boolean): TriedEvent {
  const read = readAlert(job.event, job);
  const { message } = read;
  const event =
    message === null || !mayTakeLong(message)
      ? read
      : { ...read, document: plainText ? asPlainText(message) : parseSlowly(message) };
  const explained = explainEvent({ event: job.event, where: job.eventId }, rules, now, event);
  const { plan, steps } = explained;
  return {
    ...{ eventId: job.eventId, steps, plan, event },
    sizes: rules.routes.map(({ name, match }) => [name, Object.keys(match).length]),
    requests:
      plan.action === 'open'
        ? { cloud: requestFor(plan, event, 'cloud'), datacenter: requestFor(plan, event, 'datacenter') }
        : null,
  };
}
