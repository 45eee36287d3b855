import { type AlertEvent, objectText } from '../source/alert-event.ts';
import { cutText, oneLine } from '../text/clean-text.ts';

/**
 * The title, and behind it those tags that it does not name: of twenty hosts in one environment the environment alone tells
 * nothing. At most `max` UTF-16 units.
 */
export function withObject(title: string, event: AlertEvent, max: number): string {
  const object = cutText(oneLine(objectText(unnamed(title, event))), maxObject);
  if (object === '') return cutText(title, max);
  const behind = ` · ${object}`;
  return cutText(title, max - behind.length) + behind;
}

const maxObject = 100;

/** What the title does not have as a word of its own. Of a mere text one word is enough, since it has no parts. */
function unnamed(title: string, { tags, tagsText }: AlertEvent): Pick<AlertEvent, 'tags' | 'tagsText'> {
  const looked = title.slice(0, maxLooked).toLowerCase();
  const isNamed = (value: string) => standsIn(looked, value.trim().toLowerCase());
  const rest = Object.entries(tags)
    .slice(0, maxTags)
    .filter(([, value]) => !isNamed(value));
  const text = tagsText !== null && wordsIn(tagsText).some(isNamed) ? null : tagsText;
  return { tags: Object.fromEntries(rest), tagsText: text };
}

const maxTags = 200;
const maxLooked = 1_000;

/** Of a mere text the words that can be a name: `host` in `host:web-01` is none. */
function wordsIn(text: string): string[] {
  const words = text.slice(0, maxLooked).split(/[\s,;:="'{}[\]]+/);
  return words.filter((word) => word.length > 2 && /[\d.-]/.test(word)).slice(0, maxTags);
}

/** `web-01` does not stand in `web-012`, nor `1` in `10%`; Chinese on either side is no part of it. */
function standsIn(title: string, value: string): boolean {
  if (value === '' || value.length > title.length) return false;
  for (let at = title.indexOf(value); at !== -1; at = title.indexOf(value, at + 1)) {
    const isWord = !(letter.test(title.charAt(at - 1)) && letter.test(value.charAt(0)));
    const ends = !(letter.test(title.charAt(at + value.length)) && letter.test(value.charAt(value.length - 1)));
    if (isWord && ends) return true;
  }
  return false;
}

const letter = /[a-z0-9]/;
