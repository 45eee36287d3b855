/** What the rules make of the events that were given. */
import type { Tried, TriedEvent } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import { levelChip } from '../parts/badges.ts';
import { problemList } from '../parts/problems.ts';
import { routeSteps } from '../parts/route-steps.ts';
import type { Visit } from '../visit.ts';
import { issuePart } from './issue-part.ts';

export function triedPart(tried: Tried | null, visit: Visit): Html {
  const { playground: says } = visit.words;
  if (tried === null)
    return html`<section class="card verdict is-failed"><h2>${says.tooLong}</h2><p>${says.tooLongText}</p></section>`;
  const { problems, refused, events, more } = tried;
  if (problems.length > 0)
    return html`<section class="card verdict is-failed"><h2>${says.mistakes(problems.length)}</h2>${problemList(problems, visit)}</section>`;
  if (refused !== null)
    return html`<section class="card verdict is-failed"><h2>${says.refused}</h2><p>${refused}</p></section>`;
  const [first, ...others] = events;
  if (first === undefined) return html`<section class="card"><p>${says.rulesFine}</p></section>`;
  return html`
    ${oneEvent(first, visit)} ${issuePart(first, visit)}
    ${
      others.length > 0 &&
      html`<section class="card"><h2>${says.others(others.length + more)}</h2><ul class="short">${others.map((event) => other(event, visit))}</ul></section>`
    }
  `;
}

function oneEvent({ event, steps, plan, sizes }: TriedEvent, visit: Visit): Html {
  const { playground: says } = visit.words;
  const route = plan.route ?? says.noRoute;
  return html`<section class=${`card verdict ${plan.action === 'open' ? 'is-created' : ''}`}>
    <h2>${plan.action === 'open' ? says.goesTo(route, plan.draft.project, plan.draft.issueType) : says.ignored}</h2>
    <p class="about">${levelChip(event.status ?? '', visit)} <span>${event.title}</span></p>
    ${routeSteps({ steps, plan, sizes: new Map(sizes) }, visit)}
  </section>`;
}

function other({ event, plan }: TriedEvent, { words }: Visit): Html {
  const where =
    plan.action === 'open' ? `${plan.draft.project} / ${plan.draft.issueType}` : words.common.states.ignored;
  return html`<li><span class="title">${event.title}</span><span class="muted">${plan.route} → ${where}</span></li>`;
}
