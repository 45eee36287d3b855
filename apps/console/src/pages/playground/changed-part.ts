/** What the edited rules would change, beside those in force. */
import type { Changed, Move, Side } from '@guance-jira/operations';
import { type Html, html } from '../html.ts';
import { problemList } from '../parts/problems.ts';
import type { Visit } from '../visit.ts';

export function changedPart(changed: Changed | null, visit: Visit): Html {
  const { playground: says } = visit.words;
  if (changed === null)
    return html`<section class="card verdict is-failed"><h2>${says.tooLong}</h2><p>${says.tooLongText}</p></section>`;
  const { problems, looked, unreadable, moved, issues, moves } = changed;
  if (problems.length > 0)
    return html`<section class="card verdict is-failed"><h2>${says.mistakes(problems.length)}</h2>${problemList(problems, visit)}</section>`;
  return html`<section class="card">
    <h2>${looked === 0 ? says.noEvents : says.moved(moved, looked)}</h2>
    <p class="muted">${says.opened(issues.before, issues.after)} ${says.asIf} ${unreadable > 0 && says.unreadable(unreadable)}</p>
    ${
      moves.length > 0 &&
      html`<div class="scroll" tabindex="0" role="region" aria-label=${says.change}>
        <table class="plain">
          <thead><tr>${says.moveColumns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
          <tbody>${moves.map((move) => moveRow(move, visit))}</tbody>
        </table>
      </div>`
    }
  </section>`;
}

function moveRow({ from, to, count, events }: Move, visit: Visit): Html {
  const { playground: says } = visit.words;
  return html`<tr>
    <td class="number">${count}</td>
    <td>${side(from, visit)}</td>
    <td>→ ${side(to, visit)}</td>
    <td class="whole">
      <ul class="moved">${events.map(({ eventId, title }) => html`<li><a href=${`/events/${encodeURIComponent(eventId)}`}>${title ?? eventId}</a></li>`)}</ul>
      ${count > events.length && html`<span class="muted">${says.andMore(count - events.length)}</span>`}
    </td>
  </tr>`;
}

function side({ fate, reason, route, project, issueType, priority }: Side, { words }: Visit): Html {
  const { playground: says, event } = words;
  const place = [`${project} / ${issueType}`, ...(priority === null ? [] : [priority])].join(', ');
  const what = fate === 'opens' ? place : fate === 'follows' ? says.follows : (event.reasons[reason ?? ''] ?? reason);
  return html`<strong>${what}</strong> ${route !== null && html`<span class="muted">${route}</span>`}`;
}
