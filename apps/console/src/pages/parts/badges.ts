/** State, level and issue, each in words, with a color besides. */
import { levelOf, textsIn } from '@guance-jira/mapping';
import type { EventState } from '@guance-jira/operations';
import { type Html, html, webAddress } from '../html.ts';
import type { Visit } from '../visit.ts';

export function stateBadge(state: EventState, { words }: Visit): Html {
  return html`<span class=${`badge state-${state}`}>${words.common.states[state]}</span>`;
}

/** @param word as the event says it */
export function levelChip(word: string, { language }: Visit): Html {
  if (word === '') return null;
  const level = levelOf(word, null);
  const name = level === null ? word : textsIn(language).issue.levels[level];
  return html`<span class=${`chip level-${level?.replace('security_', '') ?? 'other'}`}>${name}</span>`;
}

export function issueLink(key: string | null, address: string | null): Html {
  if (key === null) return null;
  const href = webAddress(address);
  return href === null ? html`<span class="issue">${key}</span>` : html`<a class="issue" href=${href}>${key}</a>`;
}
