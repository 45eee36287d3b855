/** What one storm lists: `/storms?route=…&start=…`. */
import type { ListedEntry, OneStorm } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import { ago } from '../parts/ago.ts';
import { issueLink, levelChip } from '../parts/badges.ts';
import type { Page } from '../parts/layout.ts';
import type { Visit } from '../visit.ts';
import { faultAddress, stormAddress } from './query.ts';

export function stormPage(storm: OneStorm, issueUrl: string | null, visit: Visit): Page {
  const { faults: says, events } = visit.words;
  const { window, issueKey, listed, told, standing, entries, from, more } = storm;
  const title = says.stormOf(window.route, window.project ?? null);
  const body = html`
    <p class="crumb"><a href="/faults">← ${says.back}</a></p>
    <div class="head">
      <h1>${title}</h1>
      <p class="about">
        ${issueLink(issueKey, issueUrl)} <span>${says.listed(listed, standing)}</span>
        ${told < listed && html`<span>${says.untold(listed - told)}</span>`} ${ago(window.start, visit)}
      </p>
    </div>
    <div id="live">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">${says.columns.level}</th>
            <th scope="col">${events.columns.event}</th>
            <th scope="col">${says.columns.now}</th>
            <th scope="col" class="end">${events.columns.time}</th>
          </tr>
        </thead>
        <tbody>${entries.map((listed) => line(listed, visit))}</tbody>
      </table>
      <nav class="turning" aria-label=${says.pages}>
        ${from > 0 && html`<a class="button" href=${stormAddress(window)}>${says.first}</a>`}
        ${more && html`<a class="button" rel="next" href=${stormAddress(window, from + entries.length)}>${says.further}</a>`}
      </nav>
    </div>
  `;
  return { title, here: 'faults', body };
}

function line({ entry, told, standing }: ListedEntry, visit: Visit): Html {
  const { faults: says } = visit.words;
  const href =
    entry.faultKey === null ? `/events/${encodeURIComponent(entry.eventId)}` : faultAddress(entry.faultKey, null);
  return html`<tr>
    <td class="state">${levelChip(entry.level ?? '', visit)}</td>
    <td class="event">
      <a class="title" href=${`/events/${encodeURIComponent(entry.eventId)}`}>${entry.title === '' ? entry.eventId : entry.title}</a>
      <span class="about">
        ${entry.object !== '' && html`<span>${entry.object}</span>`}
        ${entry.faultKey !== null && html`<a href=${href}>${visit.words.event.fault}</a>`}
      </span>
    </td>
    <td class="route">${!told ? says.toBeListed : standing ? says.stands : says.over}</td>
    <td class="when end">${ago(entry.at, visit)}</td>
  </tr>`;
}
