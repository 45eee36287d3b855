/** What came: the fields that people read, and all of it as it was received. */
import { textsIn } from '@guance-jira/mapping';
import type { EventJob } from '@guance-jira/queue';
import type { Why } from '../../rules/why-this-route.ts';
import { type Html, html, webAddress } from '../html.ts';
import { moment } from '../parts/moment.ts';
import type { Visit } from '../visit.ts';

/** Whoever wants more of a message or an event has the raw job. */
const MAX_MESSAGE = 8000;
const MAX_RAW = 200_000;

export function came(jobId: string, received: EventJob | null, routing: Why, visit: Visit): Html {
  if (received === null) return null;
  const { event: says } = visit.words;
  const raw = JSON.stringify(received.event, null, 2);
  return html`<section class="card">
    <h2>${says.came}</h2>
    ${routing.told && fields(routing.explained.event, visit)}
    <details>
      <summary>${says.raw}</summary>
      <p class="muted">${says.rawHint}</p>
      <pre class="raw" tabindex="0">${cut(raw, MAX_RAW)}</pre>
    </details>
    <p class="links"><a href=${`/dashboard/queue/events/${encodeURIComponent(jobId)}`}>${says.rawJob}</a></p>
  </section>`;
}

type Told = Extract<Why, { told: true }>['explained']['event'];

function fields(event: Told, { words, language }: Visit): Html {
  const says = words.event;
  const { rows: names } = textsIn(language).issue;
  const tags = Object.entries(event.tags).map(([name, value]) => `${name} = ${value}`);
  const link = webAddress(event.link);
  const rows: [string, Html][] = [
    [names.level, event.status],
    [names.value, event.value],
    [names.condition, event.condition],
    [names.object, [...tags, ...(event.tagsText === null ? [] : [event.tagsText])].join(', ')],
    [names.time, event.eventTime !== null && moment(event.eventTime)],
    [names.faultStart, event.faultStart !== null && moment(event.faultStart)],
    [names.monitor, event.monitor.renderedName ?? event.monitor.name],
    [names.reason, event.reason],
    [names.workspace, event.workspace.name ?? event.workspace.id],
    [says.rows.id, html`<code>${event.eventId}</code>`],
    [says.rows.link, link !== null && html`<a href=${link}>${says.openGuance}</a>`],
    [says.rows.message, event.message !== null && html`<pre class="message">${cut(event.message, MAX_MESSAGE)}</pre>`],
  ];
  const shown = rows.filter(([, value]) => value !== null && value !== false && value !== '');
  return html`<dl>${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;
}
