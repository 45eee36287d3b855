/** A problem of rules as a worker tells it in Redis, one line of English, in Chinese. */
import { ruleProblemInChinese } from './rules-in-chinese.ts';

/** `<file>:<line>:<column>: [<path>: ]<message>[ (<hint>)]`; what is not known stays as it is. */
export function toldProblemInChinese(text: string): string {
  const [, place, rest = ''] = /^(.+?:\d+:\d+): (.+)$/s.exec(text) ?? [];
  if (place === undefined) return text;
  const [, path, behind] = /^([^\s:"]+): (.+)$/s.exec(rest) ?? [];
  const atPath = behind === undefined ? null : inChinese(behind);
  if (atPath !== null) return `${place}：${path}：${atPath}`;
  const told = inChinese(rest);
  return told === null ? text : `${place}：${told}`;
}

function inChinese(words: string): string | null {
  for (const { message, hint } of partings(words)) {
    const told = ruleProblemInChinese({ message, hint });
    if (told.message !== message) return told.hint === null ? told.message : `${told.message}（${told.hint}）`;
  }
  return null;
}

/** A message may have brackets of its own, and so may a hint. */
function partings(words: string): { message: string; hint: string | null }[] {
  const starts = words.endsWith(')') ? [...words.matchAll(/ \(/g)].map(({ index }) => index) : [];
  const hinted = starts.map((at) => ({ message: words.slice(0, at), hint: words.slice(at + 2, -1) }));
  return [...hinted, { message: words, hint: null }];
}
