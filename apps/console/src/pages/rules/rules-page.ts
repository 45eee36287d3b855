/** Which rules the workers follow, what is wrong with newer ones, the routes from the top down, and what each took. */
import type { RulesTold } from '@guance-jira/operations';
import type { RouteSlot } from '@guance-jira/queue';
import type { KnownRules, RulesNow } from '../../rules/rules-now.ts';
import { type Html, html } from '../html.ts';
import { ago } from '../parts/ago.ts';
import type { Page } from '../parts/layout.ts';
import { problemList } from '../parts/problems.ts';
import type { Visit } from '../visit.ts';
import { routeTable } from './route-table.ts';
import { tookPart } from './took-part.ts';

export interface RulesFacts {
  readonly known: RulesNow;
  /** By worker. */
  readonly told: ReadonlyMap<string, RulesTold>;
  readonly day: readonly RouteSlot[];
  readonly week: readonly RouteSlot[];
}

export function rulesPage(facts: RulesFacts, visit: Visit): Page {
  const { rules: says } = visit.words;
  const { known } = facts;
  const shown = known.known ? known : known.before;
  const body = html`
    <div class="head titled"><h1>${says.title}</h1><a class="button" href="/playground">${says.tryThem}</a></div>
    <div id="live">
      ${inForce(facts, visit)}
      ${shown !== null && routeTable(shown, facts.day, visit)}
      ${tookPart(facts, shown, visit)}
    </div>
  `;
  return { title: says.title, here: 'rules', body, live: true, charts: true };
}

function inForce({ known, told }: RulesFacts, visit: Visit): Html {
  const { rules: says } = visit.words;
  const refusals = [...told].filter(([, { refused }]) => refused !== null);
  return html`<section class=${`card verdict ${refusals.length > 0 || !known.known ? 'is-failed' : 'is-created'}`}>
    <h2>${says.inForce}</h2>
    ${known.known ? from(known, visit) : unread(known, refusals.length > 0, visit)}
    ${told.size === 0 && html`<p class="notice">${says.noWorker}</p>`}
    <ul class="workers">${[...told].map(([name, one]) => worker(name, one, known, visit))}</ul>
  </section>`;
}

function from({ texts, rules }: KnownRules, { words }: Visit): Html {
  const { rules: says } = words;
  if (texts.length === 0) return html`<p>${says.fromVariables}</p>`;
  return html`<p>${texts.map(({ name }, index) => html`${index > 0 && ', '}<code>${name}</code>`)} · ${says.count(rules.routes.length)}</p>`;
}

/** @param isTold a worker names the mistakes */
function unread({ problems, before }: Extract<RulesNow, { known: false }>, isTold: boolean, { words }: Visit): Html {
  const { rules: says, event } = words;
  if (problems === null) return html`<p>${event.noRules}</p>`;
  return html`<p><strong>${says.invalid(problems.length)}</strong> ${before === null ? says.noneBefore : says.shownBefore}</p>${!isTold && problemList(problems, { words })}`;
}

function worker(name: string, { print, since, refused }: RulesTold, known: RulesNow, visit: Visit): Html {
  const { rules: says } = visit.words;
  const same = known.known && known.print === print;
  const state = refused !== null ? says.refuses : same ? says.same : says.differs;
  return html`<li>
    <span class=${`chip finding-${refused !== null ? 'bad' : same ? 'ok' : 'warn'}`}>${state}</span>
    <div>
      <span><code>${name}</code> ${says.since} ${ago(since, visit)}</span>
      ${
        refused !== null &&
        html`<p>${says.refusedSince} ${ago(refused.since, visit)}</p>
        <p>${says.goesOn}</p>
        <ul class="problems">${refused.problems.map((problem) => html`<li><code>${says.told(problem)}</code></li>`)}</ul>`
      }
    </div>
  </li>`;
}
