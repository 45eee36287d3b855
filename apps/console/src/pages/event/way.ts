/** The way an event took, with times: out of its job and its ledger record. */
import type { OneEvent } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import { moment } from '../parts/moment.ts';
import { spanText } from '../parts/time-text.ts';
import type { Visit } from '../visit.ts';

/** Longer than this between receiver and queue, and it was on the receiver's disk meanwhile. */
const SPOOLED_MS = 2000;

interface Step {
  readonly at: number;
  readonly what: string;
}

export function way(facts: OneEvent, visit: Visit): Html {
  const { event: says } = visit.words;
  const steps = stepsOf(facts, visit);
  if (steps.length === 0) return null;
  const first = steps[0]?.at ?? 0;
  return html`<section class="card">
    <h2>${says.way}</h2>
    <ol class="way">
      ${steps.map(
        ({ at, what }, index) => html`<li>
          <span class="what">${what}</span>
          <span class="at">${moment(at)}${index > 0 && html`<span class="later">${says.later(spanText(at - first, visit))}</span>`}</span>
        </li>`,
      )}
      ${facts.row.state === 'waiting' && html`<li class="open"><span class="what">${says.stillWaiting}</span></li>`}
    </ol>
  </section>`;
}

/** What is not known is left out: a record outlives its job. */
export function stepsOf({ row, facts, fault, queuedAt, again }: OneEvent, { words }: Pick<Visit, 'words'>): Step[] {
  const { steps: says } = words.event;
  const { record, job } = facts;
  // Under `group: fault` it was the fault's record that went to Jira, if this event was the one that opened it.
  const opened = fault?.record?.opener === facts.eventId ? fault.record : null;
  const sent = record?.sentAt === undefined ? opened : record;
  const given: [number | null | undefined, string][] = [
    [row.receivedAt, job?.caughtUp ? says.caughtUp : says.received],
    [
      queuedAt,
      row.receivedAt !== null && queuedAt !== null && queuedAt - row.receivedAt > SPOOLED_MS
        ? says.spooled
        : says.queued,
    ],
    [again?.at, says.again(again?.times ?? 0)],
    [record?.retriedAt, says.retriedBy(record?.retriedBy ?? '', record?.retries ?? 1)],
    // A job knows only when it was taken up last.
    [job?.startedAt, (job?.startedAt ?? 0) > (sent?.sentAt ?? Infinity) ? says.pickedUpAgain : says.pickedUp],
    [sent?.sentAt, says.sent(sent?.posts ?? 1)],
    [sent?.answered, says.answered],
    [row.endedAt, row.state === 'failed' ? says.failed : says.ended],
  ];
  const steps = given.flatMap(([at, what]) => (at == null ? [] : [{ at, what }]));
  return steps.sort((a, b) => a.at - b.at);
}
