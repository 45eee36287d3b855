/** Log lines as a comment: code, in which nothing is markup. */
import type { Root } from 'mdast';
import { textsIn } from '../text/catalogue.ts';
import { oneLine } from '../text/clean-text.ts';
import type { Language } from '../text/language.ts';
import { fullTime } from '../text/times.ts';

/** @param lines oldest first, as they shall stand there */
export function contextComment(
  lines: readonly string[],
  { at, language, timezone }: { at: number; language: Language; timezone: string },
): Root {
  const words = textsIn(language).comment;
  const until = fullTime(at, timezone);
  const said = lines.length === 0 ? words.noLogs(until) : words.logs(lines.length, until);
  return {
    type: 'root',
    children: [
      { type: 'paragraph', children: [{ type: 'text', value: oneLine(said) }] },
      ...(lines.length === 0 ? [] : [{ type: 'code' as const, value: lines.join('\n') }]),
    ],
  };
}
