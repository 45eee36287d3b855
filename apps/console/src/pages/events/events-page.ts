/** Every alert that came, and what became of it: `/events`. */
import type { EventPage, EventRow } from '@guance-jira/operations';
import type { RefusedDelivery } from '@guance-jira/queue';
import { type Html, html } from '../html.ts';
import { ago } from '../parts/ago.ts';
import { issueLink, levelChip, stateBadge } from '../parts/badges.ts';
import type { Page } from '../parts/layout.ts';
import { objectText } from '../parts/object-text.ts';
import { refusedList } from '../refused/refused-page.ts';
import type { Visit } from '../visit.ts';
import { filters } from './filters.ts';
import { isNarrowed, type ListQuery, listAddress, paramsOf } from './query.ts';

export interface ListFacts {
  readonly query: ListQuery;
  readonly page: EventPage;
  /** The event whose id or issue was asked for; it stands first. */
  readonly hit: EventRow | null;
  /** Of the last day; null where none is looked for. */
  readonly refused: readonly RefusedDelivery[] | null;
  readonly issueUrl: (row: EventRow) => string | null;
  /** What trying all again has just done; null where nobody did. */
  readonly retried: { readonly retried: number; readonly missed: number } | null;
}

export function eventsPage(facts: ListFacts, visit: Visit): Page {
  const { events: says } = visit.words;
  const { query, page, hit } = facts;
  const rows = [...(hit === null ? [] : [hit]), ...page.events.filter(({ id }) => id !== hit?.id)];
  const body = html`
    <div class="head"><h1>${says.title}</h1><p class="muted">${says.intro}</p></div>
    ${facts.retried !== null && done(facts.retried, visit)}
    ${filters(query, visit)}
    <div id="live">
      ${rows.length === 0 ? nothing(facts, visit) : list(rows, facts, visit)}
      ${turning(facts, visit)}
    </div>
  `;
  return { title: says.title, here: 'events', body, live: query.after === null };
}

function done({ retried, missed }: NonNullable<ListFacts['retried']>, { words }: Visit): Html {
  const { retryAll: says } = words;
  return html`<p class="notice" role="status">${says.retried(retried)} ${missed > 0 && says.missed(missed)}</p>`;
}

function list(rows: readonly EventRow[], { issueUrl }: ListFacts, visit: Visit): Html {
  const { columns } = visit.words.events;
  return html`<table class="list">
    <thead>
      <tr>
        <th scope="col">${columns.state}</th>
        <th scope="col">${columns.event}</th>
        <th scope="col">${columns.route}</th>
        <th scope="col">${columns.issue}</th>
        <th scope="col" class="end">${columns.time}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => line(row, issueUrl(row), visit))}
    </tbody>
  </table>`;
}

function line(row: EventRow, issueUrl: string | null, visit: Visit): Html {
  const why = row.waitingFor ?? (row.state === 'failed' ? row.reason : null);
  const more = why === null ? null : visit.words.event.warning(why);
  return html`<tr>
    <td class="state">${stateBadge(row.state, visit)}</td>
    <td class="event">
      <a class="title" href=${`/events/${encodeURIComponent(row.id)}`}>${row.title ?? row.id}</a>
      <span class="about">
        ${levelChip(row.level, visit)}
        ${row.object !== '' && html`<span>${objectText(row.object)}</span>`}
        ${row.workspace !== '' && html`<span>${row.workspace}</span>`}
        ${row.title === null && html`<span>${visit.words.events.noTitle}</span>`}
      </span>
      ${more !== null && html`<span class="more">${more}</span>`}
    </td>
    <td class="route">${row.route}</td>
    <td class="key">${issueLink(row.issueKey, issueUrl)}</td>
    <td class="when end">${row.receivedAt === null ? row.endedAt !== null && ago(row.endedAt, visit) : ago(row.receivedAt, visit)}</td>
  </tr>`;
}

function nothing({ query, page, refused }: ListFacts, visit: Visit): Html {
  const { events: says } = visit.words;
  if (page.next !== null) return html`<p class="empty">${says.noneHere}</p>`;
  if (isNarrowed(query) || query.after !== null)
    return html`<p class="empty">${says.none}</p>${refused !== null && notArrived(refused, visit)}`;
  return html`<section class="empty"><p><strong>${says.noneYet}</strong></p><p>${says.noneYetText}</p></section>`;
}

/** Why an alert of that name may be in no list. */
function notArrived(refused: readonly RefusedDelivery[], visit: Visit): Html {
  const { refused: says } = visit.words;
  const count = refused.reduce((sum, one) => sum + one.count, 0);
  return html`<section class="card">
    <h2>${says.notThere}</h2>
    <p>${count === 0 ? says.noneLately : says.lately(count)}</p>
    ${refusedList(refused.slice(0, 3), visit)}
    <p class="links"><a href="/refused">${says.all}</a></p>
  </section>`;
}

function turning({ query, page }: ListFacts, visit: Visit): Html {
  const { events: says } = visit.words;
  const looked = page.lookedAt.toLocaleString(visit.language);
  return html`<nav class="turning">
    ${isNarrowed(query) && html`<span class="muted">${says.lookedAt(looked)}</span>`}
    ${query.after !== null && html`<a class="button" href=${listAddress(query)}>${says.newest}</a>`}
    ${
      page.next !== null &&
      html`<a class="button" rel="next" href=${listAddress(query, page.next)}>${page.events.length === 0 ? says.goOn : says.older}</a>`
    }
    ${
      query.state === 'failed' &&
      !visit.readOnly &&
      page.events.length > 0 &&
      html`<a class="button" href=${`/retry?${paramsOf(query)}`}>${visit.words.retryAll.open}</a>`
    }
    ${page.next === null && html`<span class="muted">${says.before}</span>`}
  </nav>`;
}
