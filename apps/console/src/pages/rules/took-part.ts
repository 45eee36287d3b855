/** How many events each route took over time, as a chart and as a table. */
import type { RouteSlot } from '@guance-jira/queue';
import type { KnownRules } from '../../rules/rules-now.ts';
import { type Html, html } from '../html.ts';
import type { Visit } from '../visit.ts';

/** As many as there are colors that can be told apart. */
const MAX_DRAWN = 7;

export function tookPart(
  { day, week }: { readonly day: readonly RouteSlot[]; readonly week: readonly RouteSlot[] },
  known: KnownRules | null,
  visit: Visit,
): Html {
  const { rules: says } = visit.words;
  const [ofDay, ofWeek] = [totalsOf(day), totalsOf(week)];
  const routes = [...ofWeek].sort(([, a], [, b]) => b - a).map(([route]) => route);
  if (routes.length === 0)
    return html`<section class="card"><h2>${says.took}</h2><p class="muted">${says.tookNone}</p></section>`;
  const names = new Set(
    [...(known?.rules.routes ?? []), ...(known?.rules.fallback ? [known.rules.fallback] : [])].map(({ name }) =>
      name.slice(0, 80),
    ),
  );
  return html`<section class="card">
    <h2>${says.took}</h2>
    <div class="happened">
      <figure class="chart" aria-label=${says.chart} data-chart=${JSON.stringify(chartOf(week, routes, visit))}></figure>
      <div class="scroll" tabindex="0" role="region" aria-label=${says.took}>
        <table class="figures">
          <thead><tr><td></td><th scope="col">${says.lastDay}</th><th scope="col">${says.lastWeek}</th></tr></thead>
          <tbody>
            ${routes.map(
              (route) => html`<tr>
                <th scope="row">${route}${known !== null && !names.has(route) && html` <span class="chip">${says.gone}</span>`}</th>
                <td>${ofDay.get(route) ?? 0}</td><td>${ofWeek.get(route) ?? 0}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </div>
  </section>`;
}

function totalsOf(slots: readonly RouteSlot[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { counts } of slots)
    for (const [route, count] of counts) totals.set(route, (totals.get(route) ?? 0) + count);
  return totals;
}

/** The busiest routes by themselves, all others as one. */
function chartOf(slots: readonly RouteSlot[], routes: readonly string[], { words }: Visit) {
  const [drawn, others] = [routes.slice(0, MAX_DRAWN), routes.slice(MAX_DRAWN)];
  const row = (name: string, label: string, of: readonly string[]) => ({
    ...{ name, label },
    values: slots.map(({ counts }) => of.reduce((sum, route) => sum + (counts.get(route) ?? 0), 0)),
  });
  return {
    at: slots.map(({ at }) => at / 1000),
    time: words.events.columns.time,
    rows: [
      ...drawn.map((route, index) => row(`route-${index}`, route, [route])),
      ...(others.length === 0 ? [] : [row('route-others', words.rules.others, others)]),
    ],
  };
}
