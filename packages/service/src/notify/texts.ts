/** Pure: the words of a message, in the language asked for. Plain text: no chat then finds markup or a mention in it. */
import type { Condition, Say } from './policy.ts';
import type { NotifyLanguage } from './settings.ts';
import type { Vocabulary } from './words.ts';
import { english } from './words-en.ts';
import { chinese } from './words-zh.ts';

export interface Facts {
  condition: Condition;
  say: Say;
  since: number;
  now: number;
  details: Readonly<Record<string, string | number>>;
  /** Who tells: process, machine and stack. */
  from: string;
}

export interface Text {
  title: string;
  lines: string[];
}

/** One entry for each of `notifyLanguages`; the compiler names what a new one lacks. */
const VOCABULARIES: Record<NotifyLanguage, Vocabulary> = { zh: chinese, en: english };

/** The message about one condition. */
export function textOf(facts: Facts, language: NotifyLanguage): Text {
  const { condition, say, since, now, details, from } = facts;
  const expired = condition === 'token_expires' && Number(details.days) <= 0;
  const vocabulary = VOCABULARIES[language];
  const words = vocabulary.conditions[expired ? 'token_expired' : condition];
  const filled = (line: string) => fill(line, details);
  const head = say === 'well' ? words.well : words.ill;
  const began = vocabulary.began(localTime(since), duration(now - since, vocabulary.units));
  return {
    title: `[guance-jira] ${vocabulary.states[say]}${vocabulary.colon}${filled(head) ?? withoutGap(head)}`,
    lines: [
      ...(say === 'well' ? [] : words.explain.map(filled)),
      ...(say === 'ill' && now - since < 60_000 ? [] : [began]),
      vocabulary.from(from),
    ].filter((line) => line !== null),
  };
}

/** Hours and minutes; a person need not know more. */
function duration(ms: number, units: Vocabulary['units']): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  return [days, hours, rest]
    .map((count, index) => (count > 0 ? `${count}${units[index]}` : ''))
    .filter((part) => part !== '')
    .slice(0, 2)
    .join(' ');
}

/** In the time zone of the process, with its offset. */
function localTime(ms: number): string {
  const offset = -new Date(ms).getTimezoneOffset();
  const shown = new Date(ms + offset * 60_000).toISOString().slice(0, 16).replace('T', ' ');
  const minutes = Math.abs(offset) % 60;
  const sign = offset < 0 ? '-' : '+';
  const zone = `UTC${offset === 0 ? '' : sign + Math.floor(Math.abs(offset) / 60)}${minutes === 0 ? '' : `:${minutes}`}`;
  return `${shown} (${zone})`;
}

/** A title whose detail is missing loses its brackets. */
function withoutGap(head: string): string {
  return head.replace(/\s*[（(][^（(]*\{\w+\}[^）)]*[）)]/g, '');
}

function fill(line: string, details: Facts['details']): string | null {
  let whole = true;
  const text = line.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    if (value === undefined || value === '') whole = false;
    return String(value ?? '');
  });
  return whole ? text : null;
}
