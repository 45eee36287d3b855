/** The routes from the top down, and what kept those above from taking an event. */
import { fallbackRouteName, type Mismatch } from '@guance-jira/mapping';
import type { Explained, RouteStep } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { formText } from './match-text.ts';

/** Beyond this many, routes that do not nearly fit are folded away. */
const MAX_SHOWN = 8;

export interface Steps extends Pick<Explained, 'steps' | 'plan'> {
  /** How many conditions each route has. */
  readonly sizes: ReadonlyMap<string, number>;
}

export function routeSteps({ steps, plan, sizes }: Steps, visit: Visit): Html {
  const { event: says } = visit.words;
  if (steps.length === 0) return html`<p>${says.noSteps}</p>`;
  const folded = steps.length > MAX_SHOWN ? steps.filter((step) => !step.taken && !isNear(step, sizes)) : [];
  const shown = steps.filter((step) => !folded.includes(step));
  return html`
    <ol class="routes">${shown.map((step) => stepItem(step, sizes, visit))}</ol>
    ${folded.length > 0 && html`<details><summary>+ ${folded.length}</summary><ol class="routes">${folded.map((step) => stepItem(step, sizes, visit))}</ol></details>`}
    ${plan.action === 'open' && html`<p class="place">→ <strong>${says.would(plan.draft.project, plan.draft.issueType)}</strong>, ${says.group[plan.group]}</p>`}
    ${plan.action === 'ignore' && html`<p class="place">→ ${says.reasons[plan.reason] ?? plan.reason}${plan.detail === undefined ? '' : ` (${plan.detail})`}</p>`}
  `;
}

function stepItem({ route, taken, mismatches }: RouteStep, sizes: ReadonlyMap<string, number>, visit: Visit): Html {
  const { event: says } = visit.words;
  const size = sizes.get(route) ?? mismatches.length;
  const near = isNear({ route, taken, mismatches }, sizes);
  return html`<li class=${taken ? 'taken' : near ? 'near' : 'not'}>
    <span class="mark" aria-hidden="true">${taken ? '✓' : '✗'}</span>
    <div>
      <strong>${route}</strong>
      ${taken ? html` <span>${route === fallbackRouteName ? says.fallbackTakes : says.takes}</span>` : html` <span class="muted">${says.fits(size - mismatches.length, size)}</span>`}
      ${near && html` <span class="chip near">${says.nearly}</span>`}
      ${!taken && html`<ul>${mismatches.map((mismatch) => html`<li>${says.mismatch(mismatch.field, valuesText(mismatch), formText(mismatch.wanted))}</li>`)}</ul>`}
    </div>
  </li>`;
}

/** All but one condition of several fit. */
function isNear({ route, taken, mismatches }: RouteStep, sizes: ReadonlyMap<string, number>): boolean {
  return !taken && mismatches.length === 1 && (sizes.get(route) ?? 0) > 1;
}

function valuesText({ values }: Mismatch): string | null {
  return values.length === 0 ? null : values.map((value) => `"${cut(value, 120)}"`).join(', ');
}

function cut(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
