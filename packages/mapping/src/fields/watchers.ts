import type { AlertEvent } from '../source/alert-event.ts';
import type { Template } from '../template/compiled.ts';
import { oneLine } from '../text/clean-text.ts';
import type { People } from './assignee.ts';

/** Accounts behind duty names, or what the rules or the event name; a list in a template is as many people. */
export function watchersOf(
  event: AlertEvent,
  templates: readonly Template[],
  people: People,
  warnings: string[],
): string[] {
  const accounts = templates.flatMap((template) => {
    const { texts, problem } = template.renderEach(event);
    if (problem !== null) warnings.push(`watchers: ${problem}`);
    const names = texts.map(oneLine).filter((name) => name !== '');
    return names.map((name) => (Object.hasOwn(people, name) ? (people[name] ?? name) : name));
  });
  return [...new Set(accounts)].slice(0, MOST);
}

/** One request each. */
const MOST = 20;
