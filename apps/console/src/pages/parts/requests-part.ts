/** Requests to Jira, and how many it refused with 429, as figures and as a chart. */
import type { TallyOf } from '@guance-jira/queue';
import { type Html, html } from '../html.ts';
import type { Visit } from '../visit.ts';

export function requestsPart({ slots, totals }: TallyOf, visit: Visit): Html {
  const { overview: says } = visit.words;
  const number = (count: number) => count.toLocaleString(visit.language);
  const chart = {
    at: slots.map(({ at }) => at / 1000),
    time: visit.words.events.columns.time,
    rows: [
      {
        ...{ name: 'requests', label: says.answeredOtherwise },
        values: slots.map(({ counts }) => (counts.requests ?? 0) - (counts.throttled ?? 0)),
      },
      { name: 'throttled', label: says.throttled, values: slots.map(({ counts }) => counts.throttled ?? 0) },
    ],
  };
  return html`<section class="card">
    <h2>${says.requests}</h2>
    <p class="muted">${says.requestsText(number(totals.requests), number(totals.throttled))}</p>
    <figure class="chart" aria-label=${says.requests} data-chart=${JSON.stringify(chart)}></figure>
  </section>`;
}
