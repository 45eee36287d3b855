/** The last hour, day and week in figures, and one of them as a chart. */
import { Outcome } from '@guance-jira/queue';
import { type Html, html } from '../html.ts';
import { spanText } from '../parts/time-text.ts';
import type { Visit } from '../visit.ts';
import { type History, type Span, spans } from './history.ts';

const MAX_ROUTES = 8;
const LAST_BOUND_S = 7200;

export function historyPart(history: History, chosen: Span, visit: Visit): Html {
  const { overview: says, common } = visit.words;
  const number = (count: number) => count.toLocaleString(visit.language);
  const { seconds, routes } = history[chosen];
  return html`<section class="card">
    <div class="titled">
      <h2>${says.history}</h2>
      <nav class="spans" aria-label=${says.history}>
        ${spans.map((span) => html`<a href=${`/?span=${span}`} aria-current=${span === chosen ? 'true' : undefined}>${says.spans[span]}</a>`)}
      </nav>
    </div>
    <div class="happened">
    <figure class="chart" aria-label=${says.chart} data-chart=${JSON.stringify(chartOf(history, chosen, visit))}></figure>
    <div class="scroll" tabindex="0" role="region" aria-label=${says.history}>
      <table class="figures">
        <thead><tr><td></td>${spans.map((span) => html`<th scope="col">${says.spans[span]}</th>`)}</tr></thead>
        <tbody>
          <tr><th scope="row">${says.received}</th>${spans.map((span) => html`<td>${number(history[span].totals.received)}</td>`)}</tr>
          ${shownOutcomes(history).map(
            (outcome) => html`<tr>
              <th scope="row"><span class=${`badge state-${outcome}`}>${common.states[outcome]}</span></th>
              ${spans.map((span) => html`<td>${number(history[span].totals[outcome])}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    </div>
    <dl class="also">
      ${seconds !== null && html`<div><dt>${says.toIssue}</dt><dd>${says.toIssueText(bound(seconds.median, visit), bound(seconds.p99, visit))}</dd></div>`}
      ${
        routes.length > 0 &&
        html`<div><dt>${says.byRoute}</dt><dd>${routes.slice(0, MAX_ROUTES).map(([route, count]) => html`<a class="route" href=${`/events?route=${encodeURIComponent(route)}`}>${route} <span class="muted">${number(count)}</span></a> `)}</dd></div>`
      }
    </dl>
    <p class="muted fine">${says.counted}</p>
  </section>`;
}

/** Those of everyday, and whatever else there was. */
function shownOutcomes({ week }: History): Outcome[] {
  return Outcome.options.filter((outcome) => EVERYDAY.includes(outcome) || week.totals[outcome] > 0);
}

const EVERYDAY: readonly Outcome[] = ['created', 'ignored', 'failed'];

function bound(seconds: number, visit: Visit): string {
  return Number.isFinite(seconds)
    ? `${seconds < 10 ? `${seconds} ${visit.words.common.units.second}` : spanText(seconds * 1000, visit)}`
    : visit.words.overview.longer(spanText(LAST_BOUND_S * 1000, visit));
}

/** For the script that draws it: when each slot begins, in seconds, and a row for each outcome. */
function chartOf(history: History, span: Span, { words }: Visit) {
  const { slots } = history[span];
  return {
    at: slots.map(({ at }) => at / 1000),
    time: words.events.columns.time,
    rows: shownOutcomes(history).map((name) => ({
      name,
      label: words.common.states[name],
      values: slots.map(({ counts }) => counts[name] ?? 0),
    })),
  };
}
