import type { RulesProblem } from '@guance-jira/mapping';
import { type Html, html } from '../html.ts';
import type { Visit } from '../visit.ts';

const MAX_SHOWN = 20;

/** What is wrong with rules: the place first, then what to write. */
export function problemList(problems: readonly RulesProblem[], { words }: Pick<Visit, 'words'>): Html {
  return html`<ul class="problems">
    ${problems
      .slice(0, MAX_SHOWN)
      .map(words.rules.problem)
      .map(
        ({ file, line, column, path, message, hint }) =>
          html`<li><code>${file}:${line}:${column}</code> ${path !== '' && html`<code>${path}</code>: `}${message}${hint === null || hint === '' ? '' : ` – ${hint}`}</li>`,
      )}
  </ul>`;
}
