import { type Html, html, type Part } from '@guance-jira/sandbox-pages';
import type { LoggedRequest } from '../openapi/request-log.ts';
import type { Delivery, Mute, Status } from '../state/model.ts';
import { muteState } from '../state/mutes.ts';
import type { GuanceState } from '../state/state.ts';
import { toWallTime } from '../state/wall-time.ts';
import type { Head, Words } from './words.ts';

const SHOWN = 20;

export function levelPart(status: Status, words: Words): Html {
  return html`<span class="level ${status}">${words.statuses[status]}</span>`;
}

/** In the zone of this machine, as the person in front of it has it. */
export function timePart(at: number): string {
  return toWallTime(at, Intl.DateTimeFormat().resolvedOptions().timeZone).slice(11);
}

export function mutesPart(state: GuanceState, words: Words): Part {
  const list = [...state.mutes.values()].reverse().slice(0, SHOWN);
  if (list.length === 0) return html`<p class="quiet">${words.noMutes}</p>`;
  const rows = list.map((mute) => [
    html`${mute.name}<br><span class="quiet">${mute.description}</span>`,
    objectsOf(mute),
    mute.end === null ? words.never : `${mute.endTime} (${mute.timezone})`,
    words.muteStates[muteState(mute, state.now())],
  ]);
  return table(words, ['rule', 'object', 'until', 'state'], rows);
}

function objectsOf({ muteRanges, tags }: Mute): string {
  const names = muteRanges.map(({ name, checkerUUID }) => String(name ?? checkerUUID ?? ''));
  const values = Object.entries(tags).map(([name, wanted]) => `${name}=${wanted.join('|')}`);
  return [...names, ...values].join(', ');
}

export function restoresPart(state: GuanceState, words: Words): Part {
  const list = state.restores.slice(-SHOWN).reverse();
  if (list.length === 0) return html`<p class="quiet">${words.noRestores}</p>`;
  const rows = list.map(({ at, ref, objectId, eventId }) => [
    html`<time>${timePart(at)}</time>`,
    objectId ?? ref,
    eventId ?? words.nothingToRestore,
  ]);
  return table(words, ['time', 'object', 'event'], rows);
}

export function deliveriesPart(state: GuanceState, words: Words): Part {
  const { target, settings, deliveries } = state;
  const off = html`<div class="off"><p>${words.disabled(target.failures)}</p><form method="post" action="/target/enable"><button>${words.enable}</button></form></div>`;
  const list = deliveries.slice(-SHOWN).reverse();
  const rows = list.map((delivery) => [
    html`<time>${timePart(delivery.at)}</time>`,
    html`<a href="/keyevents/monitor?tags=${encodeURIComponent(JSON.stringify({ df_event_id: delivery.eventId }))}">${delivery.title}</a>`,
    levelPart(delivery.level, words),
    answerOf(delivery, words),
  ]);
  return html`<p class="quiet">${settings.webhookUrl === null ? words.noWebhook : words.to(withoutSecret(settings.webhookUrl))}</p>
${target.disabled ? off : ''}
${list.length === 0 ? html`<p class="quiet">${words.noDeliveries}</p>` : table(words, ['time', 'event', 'level', 'answer'], rows)}`;
}

function answerOf({ status, answer, ms }: Delivery, words: Words): string {
  if (status === null) return answer === '' ? words.underWay : answer;
  return `${status} ${answer.slice(0, 120)} (${ms} ms)`;
}

/** The address of a webhook is a secret: the token is its last part. */
function withoutSecret(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/[^/]+$/, '…')}`;
}

export function requestsPart(requests: readonly LoggedRequest[], words: Words): Part {
  if (requests.length === 0) return html`<p class="quiet">${words.noRequests}</p>`;
  const rows = requests
    .slice(-SHOWN)
    .reverse()
    .map(({ at, method, path, status, errorCode }) => [
      html`<time>${timePart(at)}</time>`,
      `${method} ${path}`,
      `${status ?? '–'} ${errorCode}`,
    ]);
  return table(words, ['time', 'request', 'answer'], rows);
}

function table(words: Words, heads: readonly Head[], rows: readonly (readonly Part[])[]): Html {
  return html`<div class="wide" tabindex="0"><table><thead><tr>${heads.map((head) => html`<th scope="col">${words.heads[head]}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}
