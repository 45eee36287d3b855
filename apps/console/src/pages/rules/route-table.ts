/** The routes from the top down: what each takes, where to, and where it is written. */
import { fallbackRouteName, type IssueRoute, namesIn, type Route } from '@guance-jira/mapping';
import type { RouteSlot } from '@guance-jira/queue';
import type { KnownRules } from '../../rules/rules-now.ts';
import { type Html, html } from '../html.ts';
import { formText } from '../parts/match-text.ts';
import type { Visit } from '../visit.ts';

export function routeTable({ rules, lines }: KnownRules, day: readonly RouteSlot[], visit: Visit): Html {
  const { rules: says } = visit.words;
  const took = (name: string) => day.reduce((sum, { counts }) => sum + (counts.get(name.slice(0, 80)) ?? 0), 0);
  const rows: Route[] = [...rules.routes, ...(rules.fallback === null ? [] : [rules.fallback])];
  return html`<section class="card">
    <h2>${says.routes}</h2>
    <p class="muted">${says.topDown} ${rules.fallback === null || rules.unmatched === 'ignore' ? says.restIgnored : ''}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${says.routes}>
      <table class="plain">
        <thead><tr>${says.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
        <tbody>
          ${rows.map((route) => {
            const place = lines.get(route.name);
            return html`<tr>
              <th scope="row"><a href=${`/events?route=${encodeURIComponent(route.name)}`}>${route.name}</a></th>
              <td class="match">${matchOf(route, visit)}</td>
              <td class="whole">${route.kind === 'issue' ? goesTo(route, visit) : ignores(route.reason, visit)}</td>
              <td class="number">${took(route.name)}</td>
              <td>${place === undefined ? '' : html`<code title=${place.file}>${place.file.split('/').at(-1)}:${place.line}</code>`}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

function matchOf({ name, match }: Route, { words }: Visit): Html {
  const conditions = Object.entries(match);
  if (conditions.length === 0)
    return html`<span class="muted">${name === fallbackRouteName ? words.rules.rest : words.rules.everything}</span>`;
  return conditions.map(([field, form]) => html`<code>${field}: ${formText(form)}</code>`);
}

function goesTo({ project, issueType, group }: IssueRoute, { words }: Visit): Html {
  return html`<strong>${namesIn(project).join(' | ')} / ${namesIn(issueType).join(' | ')}</strong> <span class="muted">${words.event.group[group]}</span>`;
}

function ignores(reason: string | null, { words }: Visit): Html {
  return html`<span class="badge state-ignored">${words.common.states.ignored}</span> ${reason}`;
}
