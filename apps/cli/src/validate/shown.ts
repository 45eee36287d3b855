/** Pure: names of Jira as a line of the answer shows them. */
import { fold } from '@guance-jira/jira';
import type { Words } from '../words/words.ts';

/** With its id, where that says more than the name. */
export function shownField({ id, name }: { readonly id: string; readonly name: string }): string {
  return name === '' || fold(name) === fold(id) ? id : `${name} (${id})`;
}

const MAX_SHOWN = 5;

/** The first ones, and how many more there are. */
export function shownNames(names: readonly string[], { validate }: Words): string {
  const more = names.length - MAX_SHOWN;
  const shown = names.slice(0, more > 0 ? MAX_SHOWN : names.length).join(', ');
  return more > 0 ? validate.andMore(shown, more) : shown;
}
