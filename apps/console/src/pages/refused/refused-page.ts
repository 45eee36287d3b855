/** Deliveries that the receiver refused: where an alert is that no list has. */
import type { RefusedDelivery } from '@guance-jira/queue';
import { type Html, html } from '../html.ts';
import { ago } from '../parts/ago.ts';
import type { Page } from '../parts/layout.ts';
import type { Visit } from '../visit.ts';

export function refusedPage(refused: readonly RefusedDelivery[], visit: Visit): Page {
  const { refused: says } = visit.words;
  const body = html`
    <p class="crumb"><a href="/events">← ${visit.words.event.back}</a></p>
    <div class="head"><h1>${says.title}</h1><p class="muted">${says.intro}</p></div>
    <div id="live">
      ${refused.length === 0 ? html`<p class="empty">${says.none}</p>` : html`<section class="card">${refusedList(refused, visit)}</section>`}
      <p class="muted">${says.elsewhere}</p>
    </div>
  `;
  return { title: says.title, here: 'events', body, live: true };
}

export function refusedList(refused: readonly RefusedDelivery[], visit: Visit): Html {
  const { refused: says } = visit.words;
  return html`<ul class="findings">${refused.map(({ at, code, address, tokenLabel, count }) => {
    const [what, todo] = says.codes[code] ?? [code, ''];
    return html`<li>
      <span class="chip finding-bad">${count > 1 ? `${count} × ` : ''}${code}</span>
      <div>
        <span>${what}</span>
        <span class="help"><span>${todo}</span></span>
        <span class="help">${ago(at, visit)} ${address !== '' && html`<span>${says.from} <code>${address}</code></span>`} ${tokenLabel !== null && html`<span>${says.token} <code>${tokenLabel}</code></span>`}</span>
      </div>
    </li>`;
  })}</ul>`;
}
