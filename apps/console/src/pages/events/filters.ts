/** The form above the list. It sends an address, so that every list can be kept and passed on. */
import { textsIn } from '@guance-jira/mapping';
import { type Html, html } from '../html.ts';
import { field, select } from '../parts/controls.ts';
import type { Visit } from '../visit.ts';
import { isNarrowed, LEVELS, type ListQuery, SPANS, STATES } from './query.ts';
import { ownZone } from './wall-time.ts';

export function filters(query: ListQuery, { words, language }: Visit): Html {
  const { events: says, common } = words;
  const names = textsIn(language).issue.levels;
  return html`<form class="filters" method="get" action="/events" role="search">
    <label class="wide">
      <span class="hidden">${says.search}</span>
      <input type="search" name="q" value=${query.q ?? ''} placeholder=${says.search} maxlength="200" autocomplete="off" />
    </label>
    ${select(
      'state',
      says.state,
      says.anyState,
      query.state,
      STATES.map((state) => [state, common.states[state]] as const),
    )}
    ${select(
      'level',
      says.level,
      says.anyLevel,
      query.level,
      LEVELS.map((level) => [level, names[level]] as const),
    )}
    ${select('within', says.within, says.anyTime, query.within, entriesOf(says.spans))}
    <span class="between">${time('from', says.from, query.from)} ${time('until', says.until, query.until)}</span>
    <input type="hidden" name="zone" value=${query.zone ?? ownZone()} data-zone=${query.zone === undefined ? 'own' : 'given'} />
    ${field('route', says.route, query.route)} ${field('workspace', says.workspace, query.workspace)}
    <button type="submit">${says.find}</button>
    ${isNarrowed(query) && html`<a class="clear" href="/events">${says.clear}</a>`}
  </form>`;
}

function entriesOf(spans: Readonly<Record<keyof typeof SPANS, string>>): [string, string][] {
  return Object.keys(SPANS).map((span) => [span, spans[span as keyof typeof SPANS]]);
}

function time(name: string, label: string, value: string | undefined): Html {
  return html`<label class="time">
    <span>${label}</span>
    <input type="datetime-local" name=${name} value=${value ?? ''} />
  </label>`;
}
