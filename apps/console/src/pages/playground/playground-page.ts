/** Try an event and a copy of the rules: `/playground`. Works without a script, as one form. */
import type { RulesText } from '@guance-jira/mapping';
import type { EventRow } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import { ago } from '../parts/ago.ts';
import type { Page } from '../parts/layout.ts';
import type { Visit } from '../visit.ts';

export interface PlaygroundFacts {
  readonly body: string;
  readonly texts: readonly RulesText[];
  readonly recent: readonly EventRow[];
  /** The last id that was asked for, and is not known. */
  readonly unknown: string | null;
  readonly result: Html;
  /** Of the rules, for the editor: each by its file's place among them. */
  readonly problems: readonly { file: number; line: number; column: number; message: string }[];
}

export function playgroundPage(
  { body, texts, recent, unknown, result, problems }: PlaygroundFacts,
  visit: Visit,
): Page {
  const { playground: says } = visit.words;
  const content = html`
    <div class="head"><h1>${says.title}</h1><p class="muted">${says.intro}</p></div>
    <form class="try" method="post" action="/playground" data-words=${JSON.stringify(says.script)}>
      <div class="given">
        <section class="card">
          <h2 id="event-head">${says.event}</h2>
          <textarea name="body" rows="14" spellcheck="false" aria-labelledby="event-head" data-editor="json">${`\n${body}`}</textarea>
          <div class="taking">
            <label class="wide"><span class="hidden">${says.eventId}</span><input name="event" placeholder=${says.eventId} /></label>
            <button name="action" value="take">${says.take}</button>
          </div>
          ${unknown !== null && html`<p class="notice" role="status">${says.unknown(unknown)}</p>`}
          ${recent.length > 0 && recentEvents(recent, visit)}
        </section>
        <section class="card">
          <h2 id="rules-head">${says.rules}</h2>
          <p class="muted">${says.rulesHint}</p>
          ${texts.map((file, index) => ruleFile(file, index, texts.length))}
        </section>
      </div>
      <div class="shown">
        <div class="actions">
          <button class="primary" name="action" value="try">${says.try}</button>
          <button name="action" value="change">${says.change}</button>
        </div>
        <div id="result" aria-live="polite" data-problems=${JSON.stringify(problems)}>${result}</div>
      </div>
    </form>
  `;
  return { title: says.title, here: 'rules', body: content, script: 'playground.js' };
}

function ruleFile({ name, text }: RulesText, index: number, of: number): Html {
  const id = `rules-name-${index}`;
  const field = html`<p class="file" id=${id}><code>${name}</code></p>
    <textarea name="rules" rows=${of === 1 ? 26 : 14} spellcheck="false" aria-labelledby=${`rules-head ${id}`} data-editor="yaml">${`\n${text}`}</textarea>`;
  return of === 1 ? field : html`<details open=${index === 0}><summary>${name}</summary>${field}</details>`;
}

function recentEvents(recent: readonly EventRow[], visit: Visit): Html {
  return html`<details>
    <summary>${visit.words.playground.recent}</summary>
    <ul class="short">
      ${recent.map(
        (row) => html`<li>
          <button class="plainly title" name="take" value=${row.id}>${row.title ?? row.id}</button>
          <span class="muted">${row.receivedAt !== null && ago(row.receivedAt, visit)}</span>
        </li>`,
      )}
    </ul>
  </details>`;
}
