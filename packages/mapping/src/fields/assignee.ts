import type { Assignee } from '../issue/draft.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import type { Template } from '../template/compiled.ts';
import { oneLine } from '../text/clean-text.ts';

/** Duty name → account. */
export type People = Readonly<Record<string, string>>;

/** A duty name, an account, `unassigned` or `project-default`; nothing means the project decides. */
export function assigneeOf(event: AlertEvent, template: Template | null, people: People, warnings: string[]): Assignee {
  if (template === null) return { kind: 'project-default' };
  const rendered = template.render(event);
  if (rendered.problem !== null) warnings.push(`assignee: ${rendered.problem}`);
  const name = oneLine(rendered.text);
  if (name === '' || name === 'project-default') return { kind: 'project-default' };
  if (name === 'unassigned') return { kind: 'unassigned' };
  const account = Object.hasOwn(people, name) ? people[name] : undefined;
  return { kind: 'person', id: account ?? name };
}
