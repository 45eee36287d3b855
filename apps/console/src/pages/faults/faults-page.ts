/** Which faults stand, and which storms: `/faults`. */
import { type Level, levels, textsIn } from '@guance-jira/mapping';
import type { FaultPage, FaultRow, StormRow } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import { ago } from '../parts/ago.ts';
import { issueLink, levelChip } from '../parts/badges.ts';
import { field, select } from '../parts/controls.ts';
import type { Page } from '../parts/layout.ts';
import { objectText } from '../parts/object-text.ts';
import type { Visit } from '../visit.ts';
import { type FaultQuery, faultAddress, faultsAddress, stormAddress } from './query.ts';

export interface FaultsFacts {
  readonly query: FaultQuery;
  readonly page: FaultPage;
  readonly storms: readonly StormRow[];
  readonly issueUrl: (issueKey: string | null) => string | null;
}

export function faultsPage(facts: FaultsFacts, visit: Visit): Page {
  const { faults: says } = visit.words;
  const { query, page } = facts;
  const body = html`
    <div class="head"><h1>${says.title}</h1><p class="muted">${says.intro}</p></div>
    <div id="live">
      ${facts.storms.length > 0 && query.after === null && stormList(facts, visit)}
      ${filters(query, visit)}
      ${page.faults.length === 0 ? nothing(facts, visit) : list(facts, visit)}
      ${turning(facts, visit)}
    </div>
  `;
  return { title: says.title, here: 'faults', body, live: query.after === null };
}

function stormList({ storms, issueUrl }: FaultsFacts, visit: Visit): Html {
  const { faults: says } = visit.words;
  return html`<section class="card">
    <h2>${says.storms}</h2>
    <ul class="storms">
      ${storms.map(
        ({ window, issueKey, listed, told, standing }) => html`<li>
          <a class="title" href=${stormAddress(window)}>${says.stormOf(window.route, window.project ?? null)}</a>
          <span class="about">
            ${issueLink(issueKey, issueUrl(issueKey))}
            <span>${says.listed(listed, standing)}</span>
            ${told < listed && html`<span>${says.untold(listed - told)}</span>`}
            ${ago(window.start, visit)}
          </span>
        </li>`,
      )}
    </ul>
  </section>`;
}

function filters(query: FaultQuery, { words, language }: Visit): Html {
  const { faults: says, events } = words;
  const names = textsIn(language).issue.levels;
  return html`<form class="filters" method="get" action="/faults" role="search">
    ${select(
      'level',
      events.level,
      events.anyLevel,
      query.level,
      PLAIN.map((level) => [level, names[level]] as const),
    )}
    ${field('route', events.route, query.route)}
    <button type="submit">${events.find}</button>
    ${(query.level ?? query.route) !== undefined && html`<a class="clear" href="/faults">${says.clear}</a>`}
  </form>`;
}

const PLAIN: readonly Level[] = levels.filter((level) => !level.startsWith('security_') && level !== 'ok');

function list({ page, issueUrl }: FaultsFacts, visit: Visit): Html {
  const { columns } = visit.words.faults;
  return html`<table class="list">
    <thead>
      <tr>
        <th scope="col">${columns.level}</th>
        <th scope="col">${columns.fault}</th>
        <th scope="col">${columns.route}</th>
        <th scope="col">${columns.issue}</th>
        <th scope="col" class="end">${columns.since}</th>
        <th scope="col" class="end">${columns.newest}</th>
      </tr>
    </thead>
    <tbody>
      ${page.faults.map((row) => line(row, issueUrl(row.state.issue?.key ?? null), visit))}
    </tbody>
  </table>`;
}

function line({ faultKey, object, state, title, workspace, watched }: FaultRow, url: string | null, visit: Visit) {
  const { faults: says } = visit.words;
  const listed = state.storm?.issue.key ?? null;
  return html`<tr>
    <td class="state">${levelChip(state.level ?? '', visit)}</td>
    <td class="event">
      <a class="title" href=${faultAddress(faultKey, object)}>${title ?? faultKey}</a>
      <span class="about">
        ${watched !== '' && html`<span>${objectText(watched)}</span>`}
        ${workspace !== '' && html`<span>${workspace}</span>`}
        ${state.repeats.count > 0 && html`<span>${says.repeats(state.repeats.count)}</span>`}
        ${state.leftAlone && html`<span>${says.leftAlone}</span>`}
        ${title === null && html`<span>${visit.words.events.noTitle}</span>`}
      </span>
    </td>
    <td class="route">${state.route}</td>
    <td class="key">${state.issue === null ? listed !== null && says.listedIn(listed) : issueLink(state.issue.key, url)}</td>
    <td class="since end">${ago(state.openedAt, visit)}</td>
    <td class="when end">${ago(state.applied.at, visit)}</td>
  </tr>`;
}

function nothing({ query, page }: FaultsFacts, { words }: Visit): Html {
  const { faults: says } = words;
  if (page.next !== null) return html`<p class="empty">${says.noneHere}</p>`;
  if ((query.level ?? query.route) !== undefined || query.after !== null)
    return html`<p class="empty">${says.none}</p>`;
  return html`<section class="empty"><p><strong>${says.noneStand}</strong></p><p>${says.noneStandText}</p></section>`;
}

function turning({ query, page }: FaultsFacts, { words }: Visit): Html {
  const { faults: says } = words;
  return html`<nav class="turning" aria-label=${says.pages}>
    ${query.after !== null && html`<a class="button" href=${faultsAddress(query)}>${says.first}</a>`}
    ${page.next !== null && html`<a class="button" rel="next" href=${faultsAddress(query, page.next)}>${says.further}</a>`}
  </nav>`;
}
