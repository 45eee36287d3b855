/** What came, which way it went and why, and what to do: `/events/<id>`. */
import type { OneEvent } from '@guance-jira/operations';
import type { Why } from '../../rules/why-this-route.ts';
import { faultPart } from '../faults/fault-part.ts';
import { type Html, html } from '../html.ts';
import type { Said } from '../overview/health.ts';
import { ago } from '../parts/ago.ts';
import { issueLink, levelChip, stateBadge } from '../parts/badges.ts';
import type { Page } from '../parts/layout.ts';
import { moment } from '../parts/moment.ts';
import { objectText } from '../parts/object-text.ts';
import { reasonText } from '../parts/reason-text.ts';
import type { Visit } from '../visit.ts';
import { came } from './came.ts';
import { contextRows } from './context-part.ts';
import { routing } from './routing.ts';
import { way } from './way.ts';

export interface EventPageFacts extends OneEvent {
  readonly routing: Why;
  readonly issueUrl: string | null;
  readonly faultIssueUrl: string | null;
  /** Why nothing goes to Jira now, of an event that waits. */
  readonly held: readonly Said[];
  /** What a retry has just done; null where there was none. */
  readonly retried: boolean | null;
}

export function eventPage(facts: EventPageFacts, visit: Visit): Page {
  const { event: says } = visit.words;
  const { row } = facts;
  const title = row.title ?? row.id;
  const body = html`
    <p class="crumb"><a href="/events">← ${says.back}</a></p>
    <div class="head">
      <h1>${title}</h1>
      <p class="about">
        ${stateBadge(row.state, visit)} ${levelChip(row.level, visit)}
        ${row.object !== '' && html`<span>${objectText(row.object)}</span>`}
        ${row.workspace !== '' && html`<span>${row.workspace}</span>`}
        ${row.receivedAt !== null && ago(row.receivedAt, visit)}
      </p>
    </div>
    ${facts.retried !== null && html`<p class="notice" role="status">${facts.retried ? says.retried : says.notRetried}</p>`}
    <div id="live" class="columns">
      <div>
        ${verdict(facts, visit)} ${routing(facts.routing, row, visit)} ${came(facts.jobId, facts.received, facts.routing, visit)}
      </div>
      <aside>${way(facts, visit)} ${facts.fault !== null && faultPart(facts.fault, facts.faultIssueUrl, visit)}</aside>
    </div>
  `;
  return { title, here: 'events', body, live: row.state === 'waiting' };
}

function verdict({ row, facts, issueUrl, again, held, context }: EventPageFacts, visit: Visit): Html {
  const { event: says } = visit.words;
  const due = facts.job?.dueAt ?? null;
  const warnings = row.state === 'waiting' ? [] : (facts.record?.warnings ?? []);
  const reason = reasonText(row.reason, visit);
  const entries: [string, Html][] = [
    ...(row.issueKey === null ? [] : [[says.issue, issueLink(row.issueKey, issueUrl)] as [string, Html]]),
    ...(reason === null ? [] : [[says.reason, html`<span class="reason">${reason}</span>`] as [string, Html]]),
    ...(row.route === null || row.state !== 'ignored'
      ? []
      : [[says.route, html`<strong>${row.route}</strong>`] as [string, Html]]),
    ...(again === null ? [] : [[says.again, says.againText(again.times)] as [string, Html]]),
    ...(row.state === 'waiting' ? [[says.waitsFor, waitsFor({ row, facts, held }, visit)] as [string, Html]] : []),
    ...(row.state === 'waiting' && due !== null ? [[says.nextTry, moment(due)] as [string, Html]] : []),
    ...contextRows(context, visit.words).map(([part, what]) => [part, html`${what}`] as [string, Html]),
    ...warnings.map((warning) => [says.warnings, says.warning(warning)] as [string, Html]),
  ];
  return html`<section class=${`card verdict is-${row.state}`}>
    <h2>${says.becameOf[row.state]}</h2>
    ${entries.length > 0 && html`<dl>${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`}
    ${held.length > 0 && html`<ul class="findings">${held.map((one) => heldBy(one, visit))}</ul>`}
    ${row.state === 'failed' && whatToDo(row.id, facts.job !== null, visit)}
  </section>`;
}

function waitsFor(
  { row, facts, held }: Pick<EventPageFacts, 'row' | 'facts' | 'held'>,
  { words: { event: says } }: Visit,
): string {
  // While Jira rests a worker takes events up only to put them down again.
  const isAtWork = facts.job?.state === 'active' && held.length === 0;
  if (row.waitingFor !== null) return says.warning(row.waitingFor);
  return isAtWork ? says.atWork : says.itsTurn;
}

function heldBy({ level, text, todo, command }: Said, { words }: Visit): Html {
  return html`<li>
    <span class=${`chip finding-${level}`}>${words.event.held}</span>
    <div><span>${text}</span>
      ${todo !== undefined && html`<span class="help"><span>${todo}</span> ${command !== undefined && html`<code>${command}</code>`}</span>`}</div>
  </li>`;
}

function whatToDo(id: string, jobIsThere: boolean, { words, readOnly }: Visit): Html {
  const { event: says } = words;
  if (!jobIsThere) return html`<p class="todo">${says.goneTodo}</p>`;
  return html`<div class="todo">
    <p>${says.todoFailed}</p>
    ${
      readOnly
        ? html`<p class="muted">${says.retryReadOnly}</p>`
        : html`<form method="post" action=${`/events/${encodeURIComponent(id)}/retry`}>
            <button class="primary" type="submit">${says.retry}</button>
          </form>`
    }
  </div>`;
}
