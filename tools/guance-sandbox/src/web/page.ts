import { type Html, html, type Part } from '@guance-jira/sandbox-pages';
import type { LoggedRequest } from '../openapi/request-log.ts';
import type { Language } from '../options.ts';
import { titleOf } from '../state/event-body.ts';
import { levels, type Watched } from '../state/model.ts';
import { mutes } from '../state/mutes.ts';
import type { GuanceState } from '../state/state.ts';
import { layout } from './layout.ts';
import { deliveriesPart, levelPart, mutesPart, requestsPart, restoresPart, timePart } from './parts.ts';
import { webAddress } from './web-address.ts';
import { words as catalogue, type Words } from './words.ts';

/** All of it on one page: what is watched, with its buttons, and what came of it. */
export function mainPage(state: GuanceState, requests: readonly LoggedRequest[], language: Language): Html {
  const words = catalogue[language];
  const jira = webAddress(state.options.jiraUrl ?? '');
  const content = html`
<h1>${words.title}</h1>
<p class="quiet">${words.intro}${jira === null ? '' : html` <a href="${jira}">${words.toJira}</a>`}</p>
<h2>${words.monitors}</h2>
<ul class="objects">${[...state.watched.values()].map((watched) => objectPart(state, watched, words))}</ul>
${section('mutes', words.mutes, mutesPart(state, words))}
${section('restores', words.restores, restoresPart(state, words))}
${section('deliveries', words.deliveries, deliveriesPart(state, words))}
${section('requests', words.requests, requestsPart(requests, words))}`;
  return layout(words, words.title, content);
}

export function eventPage(state: GuanceState, eventId: string, language: Language): Html | undefined {
  const event = state.events.find(({ id }) => id === eventId);
  if (event === undefined) return undefined;
  const words = catalogue[language];
  const title = String(event.body.df_title);
  const content = html`<p><a href="/#o-${event.watched.id}">${words.back}</a></p><h1>${title}</h1><pre>${JSON.stringify(event.body, null, 2)}</pre>`;
  return layout(words, `${title} - ${words.title}`, content);
}

export function messagePage(language: Language, text: (words: Words) => string): Html {
  const words = catalogue[language];
  return layout(words, words.title, html`<h1>${text(words)}</h1><p><a href="/">${words.back}</a></p>`);
}

function section(id: string, title: string, content: Part): Html {
  return html`<section aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2><div id="${id}" data-live>${content}</div></section>`;
}

function objectPart(state: GuanceState, watched: Watched, words: Words): Html {
  const language = words.lang === 'en' ? 'en' : 'zh';
  const name = titleOf({ ...watched }, 'critical', language);
  const isMuted = [...state.mutes.values()].some((mute) => mutes(mute, watched, state.now()));
  const tags = Object.entries(watched.tags).map(([tag, value]) => `${tag}=${value}`);
  return html`<li class="object" id="o-${watched.id}" tabindex="-1">
<h3>${name}</h3>
<p><span id="s-${watched.id}" data-live>${levelPart(watched.status, words)}${watched.fault === null ? '' : html` <span class="quiet">${words.since(timePart(watched.fault.since))}</span>`}${isMuted ? html` · ${words.muted}` : ''}</span> <span class="quiet">· ${tags.join(', ')}</span></p>
<form method="post" action="/objects/${watched.id}" aria-label="${words.of(name)}">
${levels.map((level) => html`<button name="level" value="${level}">${words.fire(level)}</button>`)}
<button name="level" value="ok">${words.recover}</button>
</form>
</li>`;
}
