/** How a template's outputs become one text, or as many as a list in it has items. */

import { listIn } from '../event-fields.ts';
import { isSeen } from '../text/clean-text.ts';
import { shownValue } from './shown-value.ts';

export interface Outputs {
  /** What Liquid writes in the output's place. */
  readonly write: (value: unknown) => unknown;
}

/** What one rendering may put out. Liquid's own memory limit counts what filters make, and not a loop that puts out the same text. */
const MAX_WRITTEN = 200_000;

/** One text; `change` is for each output, and leaves what stands in the template itself. */
export function asText(change: (text: string) => string = (text) => text): Outputs {
  const [looked, count] = [counter(), counter()];
  return {
    write: (value) => {
      const shown = count(shownValue(looked(value), MAX_WRITTEN));
      return typeof shown === 'string' ? change(shown) : shown;
    },
  };
}

/** One text for each item of the lists that are put out, `team:{{ df_label }}` too; none where what it is about is missing. */
export function asTexts(): Outputs & { readonly textsOf: (rendered: string) => string[] } {
  const count = counter();
  const lists: string[][] = [];
  let lacking = false;
  let filled = false;
  return {
    write: (value) => {
      // Before it is looked at: a loop may put out thousands of times what nobody can see.
      const items = itemsOf(count(value)).filter((item) => isSeen(count(item)));
      lacking ||= items.length === 0;
      filled ||= items.length > 0;
      if (items.length < 2 || lists.length >= MAX_LISTS) return items.join(', ');
      lists.push(items);
      return `${OPEN}${lists.length - 1}${CLOSE}`;
    },
    textsOf: (rendered) => {
      const texts = multiplied(rendered, lists);
      return lacking ? texts.map((text) => withoutLack(text, filled)) : texts;
    },
  };
}

function counter(): <T>(value: T) => T {
  let written = 0;
  return (value) => {
    written += typeof value === 'string' ? value.length + 1 : 9 + partsOf(value, MAX_WRITTEN);
    if (written > MAX_WRITTEN) throw new Error(`more than ${MAX_WRITTEN} characters of output`);
    return value;
  };
}

/** How many values it is made of, itself too: a list that a loop puts out again and again costs that much each time, also where nothing of it is seen. */
function partsOf(value: unknown, most: number): number {
  if (value === null || typeof value !== 'object') return 1;
  let parts = 1;
  for (const part of Object.values(value)) {
    if (parts > most) break;
    parts += partsOf(part, most - parts);
  }
  return parts;
}

/** An item of a list comes to stand where these are: control characters, which no label may have. */
const [OPEN, CLOSE] = ['\u0001', '\u0002'];
const PLACE = new RegExp(`${OPEN}(\\d{1,6})${CLOSE}`);

const MAX_LISTS = 3;
const MAX_ITEMS = 100;
const MAX_TEXTS = 200;
/** Far more than a label may have. */
const LONGEST = 1_000;

function itemsOf(value: unknown): string[] {
  const items = listIn(value)?.slice(0, MAX_ITEMS) ?? [value];
  return items.map((item) => String(shownValue(item, MAX_WRITTEN) ?? ''));
}

function multiplied(rendered: string, lists: readonly string[][]): string[] {
  const [first = '', ...rest] = rendered.split(PLACE);
  let texts = [first.slice(0, LONGEST)];
  // The pattern's group stands between the parts.
  for (let at = 0; at < rest.length; at += 2) {
    const items = lists[Number(rest[at])] ?? [];
    texts = texts
      .flatMap((text) => items.map((item) => (text + item + (rest[at + 1] ?? '')).slice(0, LONGEST)))
      .slice(0, MAX_TEXTS);
  }
  return texts;
}

/** `host:` without a host is no label; `prod:` of `{{ env }}:{{ host }}` is `prod`. */
function withoutLack(text: string, filled: boolean): string {
  const bare = text
    .trim()
    .replace(/^[:：=/_.-]+/, '')
    .replace(/[:：=/_.-]{1,20}$/, '');
  return filled || bare === text.trim() ? bare : '';
}
