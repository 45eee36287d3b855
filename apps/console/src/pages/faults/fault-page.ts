/** The life of one fault: `/faults/<key>`. */
import type { EventRow, OneFault } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import { ago } from '../parts/ago.ts';
import { levelChip, stateBadge } from '../parts/badges.ts';
import type { Page } from '../parts/layout.ts';
import { moment } from '../parts/moment.ts';
import { objectText } from '../parts/object-text.ts';
import { reasonText } from '../parts/reason-text.ts';
import { spanText } from '../parts/time-text.ts';
import type { Visit } from '../visit.ts';
import { faultPart } from './fault-part.ts';
import { faultAddress } from './query.ts';

export interface FaultPageFacts extends OneFault {
  readonly object: string | null;
  readonly issueUrl: string | null;
}

export function faultPage(facts: FaultPageFacts, visit: Visit): Page {
  const { faults: says } = visit.words;
  const { state, events, faultKey, from } = facts;
  const opener = events.findLast(({ title }) => title !== null);
  const title = opener?.title ?? faultKey;
  const stands = state !== null && state.recoveredAt === null;
  const body = html`
    <p class="crumb"><a href="/faults">← ${says.back}</a></p>
    <div class="head">
      <h1>${title}</h1>
      <p class="about">
        ${state !== null && html`<span class=${`badge ${stands ? 'state-waiting' : 'state-resolved'}`}>${stands ? says.stands : says.over}</span>`}
        ${levelChip(state?.level ?? opener?.level ?? '', visit)}
        ${opener !== undefined && opener.object !== '' && html`<span>${objectText(opener.object)}</span>`}
        ${opener !== undefined && opener.workspace !== '' && html`<span>${opener.workspace}</span>`}
        ${state !== null && ago(state.openedAt, visit)}
      </p>
    </div>
    <div id="live" class="columns">
      <div>
        <section class="card">
          <h2>${says.timeline}</h2>
          <ol class="way">${from === 0 && standing(facts, visit)} ${events.map((row) => entry(row, visit))}</ol>
          ${events.length === 0 && html`<p class="muted">${says.noEvents}</p>`}
          ${turning(facts, visit)}
          <p class="muted fine">${says.kept}</p>
        </section>
      </div>
      <aside>${faultPart(facts, facts.issueUrl, visit)}</aside>
    </div>
  `;
  return { title, here: 'faults', body, live: stands && from === 0 };
}

/** What no event of the list tells: how it is now. */
function standing({ state }: FaultPageFacts, visit: Visit): Html {
  const { faults: says } = visit.words;
  if (state === null) return null;
  if (state.recoveredAt !== null)
    return html`<li><span class="what">${says.recoveredAfter(spanText(state.recoveredAt - state.openedAt, visit))}</span><span class="at">${moment(state.recoveredAt)}</span></li>`;
  return html`<li class="open">
    <span class="what">${says.standsFor(spanText(visit.now - state.openedAt, visit))}</span>
    ${state.repeats.count > 0 && html`<span class="at"><span>${says.repeatsSince(state.repeats.count)}</span> ${moment(state.repeats.since)}</span>`}
  </li>`;
}

function entry(row: EventRow, visit: Visit): Html {
  const { event: says } = visit.words;
  const reason = reasonText(row.reason, visit);
  const at = row.receivedAt ?? row.endedAt;
  return html`<li>
    <span class="what">
      ${stateBadge(row.state, visit)} ${levelChip(row.level, visit)}
      <a class="title" href=${`/events/${encodeURIComponent(row.id)}`}>${row.title ?? row.id}</a>
      <span class="more">${says.becameOf[row.state]} ${reason}</span>
    </span>
    <span class="at">${at !== null && moment(at)} ${row.issueKey !== null && html`<span>${row.issueKey}</span>`}</span>
  </li>`;
}

function turning({ faultKey, object, from, more, events }: FaultPageFacts, { words }: Visit): Html {
  const { faults: says } = words;
  if (!more && from === 0) return null;
  return html`<nav class="turning" aria-label=${says.pages}>
    ${from > 0 && html`<a class="button" href=${faultAddress(faultKey, object)}>${words.events.newest}</a>`}
    ${more && html`<a class="button" rel="next" href=${faultAddress(faultKey, object, from + events.length)}>${words.events.older}</a>`}
  </nav>`;
}
