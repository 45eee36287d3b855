/** Whether requests go to Jira, how fast, and what is known of its projects and fields: `/jira`. */
import type { KnownOfJira, Pauses, QueueLimits } from '@guance-jira/operations';
import type { TallyOf } from '@guance-jira/queue';
import { type Html, html, webAddress } from '../html.ts';
import { limitsText } from '../overview/health.ts';
import { ago } from '../parts/ago.ts';
import type { Page } from '../parts/layout.ts';
import { requestsPart } from '../parts/requests-part.ts';
import { restsText } from '../parts/rests-text.ts';
import type { Visit } from '../visit.ts';

/** What one place needs of the rules. */
export interface UsedPlace {
  readonly project: string;
  readonly issueType: string;
  /** Routes that lead there, and the fields that they set by name. */
  readonly routes: readonly string[];
  readonly fields: readonly string[];
}

export interface JiraFacts {
  readonly site: string;
  readonly pauses: Pauses;
  /** The dashboard's button. */
  readonly queuePaused: boolean;
  readonly limits: QueueLimits;
  readonly known: KnownOfJira;
  readonly places: readonly UsedPlace[];
  /** Of the last day. */
  readonly tally: TallyOf;
  /** What somebody has just done. */
  readonly done: 'paused' | 'pausedHere' | 'resumed' | 'resumedHere' | 'refused' | null;
}

const HOURS = ['15m', '1h', '2h', '4h', '8h', '24h'] as const;
const FIELDS_SHOWN = 60;

export function jiraPage(facts: JiraFacts, visit: Visit): Page {
  const { jira: says } = visit.words;
  const address = webAddress(facts.site);
  const body = html`
    <div class="head">
      <h1>${says.title}</h1>
      <p class="muted">${address === null ? facts.site : html`<a href=${address}>${facts.site}</a>`}</p>
    </div>
    ${facts.done !== null && html`<p class="notice" role="status">${says.done[facts.done]}</p>`}
    <section class="card">${pauses(facts, visit)} ${!visit.readOnly && controls(facts, visit)}</section>
    <div class="halves">
      ${rate(facts, visit)} ${requestsPart(facts.tally, visit)}
    </div>
    <div class="halves">${accounts(facts.known, visit)} ${projects(facts.known, visit)}</div>
    ${schemas(facts, visit)}
  `;
  return { title: says.title, here: 'jira', body, charts: true };
}

function pauses({ pauses: held, queuePaused, limits }: JiraFacts, visit: Visit): Html {
  const { jira: says, overview } = visit.words;
  const rows = [
    restsText(held, visit),
    queuePaused ? overview.sayings.pausedDashboard : null,
    isLimited(limits) ? limitsText(limits, visit) : null,
  ].filter((text) => text !== null);
  return html`<h2>${says.requests}</h2>
    ${rows.length === 0 ? html`<p><span class="badge state-created">${overview.sayings.noPauses}</span></p>` : html`<ul class="problems">${rows.map((text) => html`<li>${text}</li>`)}</ul>`}`;
}

function isLimited({ concurrency, rate }: QueueLimits): boolean {
  return concurrency !== null || rate !== null;
}

function controls({ pauses: { manual, jira }, queuePaused, limits }: JiraFacts, { words }: Visit): Html {
  const { jira: says } = words;
  const held = manual !== null || queuePaused || isLimited(limits) || (jira !== null && jira.reason !== 'throttled');
  return html`<form class="filters" method="post" action="/jira/pause">
      <label>
        <span class="hidden">${says.pauseFor}</span>
        <select name="for">${HOURS.map((span) => html`<option value=${span}>${says.spans[span]}</option>`)}</select>
      </label>
      <label class="wide">
        <span class="hidden">${says.reason}</span>
        <input name="reason" placeholder=${says.reason} maxlength="200" autocomplete="off" />
      </label>
      <button type="submit">${says.pause}</button>
    </form>
    ${held && html`<form method="post" action="/jira/resume"><button class="primary" type="submit">${says.resume}</button></form>`}
    <p class="muted fine">${says.meanwhile}</p>`;
}

function rate({ known: { rate: learnt } }: JiraFacts, { words }: Visit): Html {
  const { jira: says } = words;
  if (learnt === null)
    return html`<section class="card"><h2>${says.rate}</h2><p class="muted">${says.noRate}</p></section>`;
  return html`<section class="card">
    <h2>${says.rate}</h2>
    <p class="large">${says.perSecond(learnt.perSecond.toFixed(1))}</p>
    <p class="muted">${learnt.limit === null ? says.noLimit : says.limit(String(learnt.limit))} ${learnt.refused && says.wasRefused}</p>
  </section>`;
}

function accounts({ accounts: used }: KnownOfJira, visit: Visit): Html {
  const { jira: says } = visit.words;
  return html`<section class="card">
    <h2>${says.accounts}</h2>
    ${used.length === 0 && html`<p class="muted">${says.noAccount}</p>`}
    <ul class="short">${used.map(([id, at]) => html`<li><code class="title">${id}</code><span class="muted">${ago(at, visit)}</span></li>`)}</ul>
    <p class="muted fine">${says.askDoctor} <code>npm run cli -- doctor</code></p>
  </section>`;
}

function projects({ projects: all }: KnownOfJira, { words }: Visit): Html {
  const { jira: says } = words;
  return html`<section class="card">
    <h2>${says.projects}</h2>
    ${all.length === 0 && html`<p class="muted">${says.noProject}</p>`}
    <ul class="short">
      ${all.map(
        ({ key, seen, highest }) => html`<li>
          <span class=${`badge ${seen ? 'state-created' : 'state-failed'}`}>${seen ? says.visible : says.hidden}</span>
          <span class="title">${key}</span>
          <span class="muted">${highest !== null && says.highest(highest)}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}

function schemas({ known, places }: JiraFacts, visit: Visit): Html {
  const { jira: says } = visit.words;
  return html`<section class="card">
    <h2>${says.schemas}</h2>
    <p class="muted">${known.schemas.length === 0 ? says.noPlaces : says.schemasText}</p>
    ${known.schemas.map(({ place, schema }) => {
      const used = places.find(({ project, issueType }) => project === place.project && issueType === place.issueType);
      return html`<details>
        <summary>${place.project} / ${place.issueType} <span class="muted">${(used?.routes ?? []).join(', ')}</span></summary>
        ${schema === null ? html`<p class="muted">${says.noSchema}</p>` : fields(schema.fields, used?.fields ?? [], visit)}
      </details>`;
    })}
  </section>`;
}

type Field = NonNullable<KnownOfJira['schemas'][number]['schema']>['fields'][number];

/** Those that the rules name or Jira requires first. */
function fields(all: readonly Field[], named: readonly string[], { words }: Visit): Html {
  const { jira: says } = words;
  const isNamed = ({ id, name }: Field) => named.includes(id) || named.includes(name);
  const weight = (field: Field) => (isNamed(field) ? 0 : field.required ? 1 : 2);
  const sorted = all.toSorted((a, b) => weight(a) - weight(b));
  const unknown = named.filter((name) => !all.some((field) => field.id === name || field.name === name));
  return html`${unknown.length > 0 && html`<p>${says.unknownFields(unknown.join(', '))}</p>`}
    <div class="scroll" tabindex="0" role="region" aria-label=${says.fields}>
      <table class="figures fields">
        <thead><tr><th scope="col">${says.field}</th><th scope="col">${says.kind}</th><th scope="col">${says.marks}</th></tr></thead>
        <tbody>
          ${sorted.slice(0, FIELDS_SHOWN).map(
            (field) => html`<tr>
              <th scope="row">${field.name} <span class="muted">${field.id}</span></th>
              <td>${field.kind}${field.allowed !== null && ` (${field.allowed.length})`}</td>
              <td>${[isNamed(field) && says.inRules, field.required && (field.hasDefault ? says.hasDefault : says.required)].filter(Boolean).join(', ')}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${sorted.length > FIELDS_SHOWN && html`<p class="muted fine">${says.moreFields(sorted.length - FIELDS_SHOWN)}</p>`}`;
}
