/** Which route takes the event, and what kept the others from it, by the rules as they are now. */
import type { EventRow } from '@guance-jira/operations';
import type { Why } from '../../rules/why-this-route.ts';
import { type Html, html } from '../html.ts';
import { problemList } from '../parts/problems.ts';
import { routeSteps } from '../parts/route-steps.ts';
import type { Visit } from '../visit.ts';

export function routing(facts: Why, row: EventRow, visit: Visit): Html {
  const { event: says } = visit.words;
  return html`<section class="card"><h2>${says.routing}</h2>${facts.told ? told(facts, row, visit) : untold(facts, visit)}</section>`;
}

function untold(facts: Exclude<Why, { told: true }>, { words }: Visit): Html {
  const { event: says } = words;
  switch (facts.why) {
    case 'no_event':
      return html`<p class="muted">${says.noEvent}</p>`;
    case 'no_rules':
      return html`<p class="muted">${says.noRules}</p>`;
    case 'unreadable':
      return html`<p>${says.unreadable} ${facts.words}</p>`;
    case 'rules_invalid':
      return html`<p>${says.rulesInvalid}</p>
        ${problemList(facts.problems, { words })}`;
  }
}

function told({ explained, sizes }: Extract<Why, { told: true }>, row: EventRow, visit: Visit): Html {
  const { event: says, playground } = visit.words;
  const { steps, plan } = explained;
  const now = plan.route;
  return html`
    ${steps.length > 0 && html`<p class="muted">${says.byNow}</p>`}
    ${row.route !== null && now !== null && row.route !== now && html`<p class="notice">${says.otherRoute(row.route, now)}</p>`}
    ${routeSteps({ steps, plan, sizes }, visit)}
    <p class="links"><a href=${`/playground?event=${encodeURIComponent(row.id)}`}>${playground.tryIt}</a></p>
  `;
}
