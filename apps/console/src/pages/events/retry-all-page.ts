import { type FittingFailures, groupsOf } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import type { Page } from '../parts/layout.ts';
import type { Visit } from '../visit.ts';
import { type ListQuery, listAddress, paramsOf } from './query.ts';

const GROUPS_SHOWN = 20;
const TITLES_SHOWN = 3;

/** What would be tried again, by route and reason as `replay` shows it, and the button that does it. */
export function retryAllPage({ query, found }: { query: ListQuery; found: FittingFailures }, visit: Visit): Page {
  const { retryAll: says, event } = visit.words;
  const count = found.events.length;
  const body = html`
    <p class="crumb"><a href=${listAddress(query)}>← ${says.back}</a></p>
    <div class="head"><h1>${says.title}</h1></div>
    <section class="card verdict is-failed">
      <h2>${count === 0 ? says.none : says.wouldRetry(count)}</h2>
      ${!found.all && html`<p>${says.more(count)}</p>`}
      ${count > 0 && html`<p>${event.todoFailed}</p>`}
      ${count > 0 && (visit.readOnly ? html`<p class="muted">${event.retryReadOnly}</p>` : confirmation(query, count, visit))}
    </section>
    ${count > 0 && groups(found, visit)}
  `;
  return { title: says.title, here: 'events', body };
}

function confirmation(query: ListQuery, count: number, { words, now }: Visit): Html {
  return html`<form method="post" action="/retry">
    ${[...paramsOf(query)].map(([name, value]) => html`<input type="hidden" name=${name} value=${value} />`)}
    <input type="hidden" name="counted" value=${now} />
    <button class="primary" type="submit">${words.retryAll.confirm(count)}</button>
  </form>`;
}

function groups({ events }: FittingFailures, { words }: Visit): Html {
  const { retryAll: says } = words;
  const all = groupsOf(events);
  return html`<table class="list">
    <thead><tr><th scope="col" class="end">${says.columns.count}</th><th scope="col">${says.columns.reason}</th><th scope="col">${words.events.route}</th></tr></thead>
    <tbody>
      ${all.slice(0, GROUPS_SHOWN).map(
        ({ route, reason, events: members }) => html`<tr>
          <td class="state end">${members.length}</td>
          <td class="event">
            <span class="title">${words.event.warning(reason)}</span>
            ${members.slice(0, TITLES_SHOWN).map(({ eventId, title }) => html`<span class="about"><a href=${`/events/${encodeURIComponent(eventId)}`}>${title}</a></span>`)}
            ${members.length > TITLES_SHOWN && html`<span class="about">${says.andMore(members.length - TITLES_SHOWN)}</span>`}
          </td>
          <td class="route">${route ?? says.noRoute}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
