/** Is all well, and if not, what helps; and what has happened: `/`. */
import type { EventRow } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import { ago } from '../parts/ago.ts';
import { stateBadge } from '../parts/badges.ts';
import type { Page } from '../parts/layout.ts';
import { requestsPart } from '../parts/requests-part.ts';
import type { Visit } from '../visit.ts';
import type { Said } from './health.ts';
import type { History, Span } from './history.ts';
import { historyPart } from './history-part.ts';

export interface OverviewFacts {
  readonly said: readonly Said[];
  readonly history: History | null;
  readonly span: Span;
  readonly newest: readonly EventRow[];
  readonly failures: readonly EventRow[];
}

export function overviewPage({ said, history, span, newest, failures }: OverviewFacts, visit: Visit): Page {
  const { overview: says } = visit.words;
  const body = html`
    <h1 class="hidden">${says.title}</h1>
    <div id="live">
      ${verdict(said, visit)}
      ${history !== null && historyPart(history, span, visit)}
      ${history !== null && requestsPart(history[span], visit)}
      <div class="halves">
        ${short(says.newest, newest, '/events', says.allEvents, visit)}
        ${failures.length > 0 && short(says.failures, failures, '/events?state=failed', says.allFailures, visit)}
      </div>
      <details class="looked">
        <summary>${says.details}</summary>
        <ul class="findings">${said.map((one) => finding(one, visit))}</ul>
      </details>
    </div>
  `;
  return { title: says.title, here: 'overview', body, live: true, charts: true };
}

function verdict(said: readonly Said[], visit: Visit): Html {
  const { overview: says } = visit.words;
  const bad = said.filter(({ level }) => level === 'bad');
  const wrong = [...bad, ...said.filter(({ level }) => level === 'warn')];
  if (wrong.length === 0)
    return html`<section class="health is-well">
      <span class="sign" aria-hidden="true">✓</span>
      <div><h2>${says.well}</h2><p class="muted">${says.wellText}</p></div>
    </section>`;
  return html`<section class=${`health ${bad.length > 0 ? 'is-bad' : 'is-warn'}`}>
    <span class="sign" aria-hidden="true">!</span>
    <div>
      <h2>${says.unwell(wrong.length)}</h2>
      <ul class="findings">${wrong.map((one) => finding(one, visit))}</ul>
    </div>
  </section>`;
}

function finding({ level, text, todo, command, link }: Said, { words }: Visit): Html {
  return html`<li>
    <span class=${`chip finding-${level}`}>${words.overview.levels[level]}</span>
    <div>
      <span>${text}</span>
      ${
        (todo !== undefined || link !== undefined) &&
        html`<span class="help">
        ${todo !== undefined && html`<span>${todo}</span>`} ${command !== undefined && html`<code>${command}</code>`}
        ${link !== undefined && html`<a href=${link[0]}>${link[1]}</a>`}
      </span>`
      }
    </div>
  </li>`;
}

function short(title: string, rows: readonly EventRow[], href: string, all: string, visit: Visit): Html {
  return html`<section class="card">
    <h2>${title}</h2>
    ${rows.length === 0 && html`<p class="muted">${visit.words.events.noneYet} ${visit.words.events.noneYetText}</p>`}
    <ul class="short">
      ${rows.map(
        (row) => html`<li>
          ${stateBadge(row.state, visit)}
          <a class="title" href=${`/events/${encodeURIComponent(row.id)}`}>${row.title ?? row.id}</a>
          <span class="muted">${row.receivedAt !== null && ago(row.receivedAt, visit)}</span>
        </li>`,
      )}
    </ul>
    <p class="links"><a href=${href}>${all}</a></p>
  </section>`;
}
