/** Words in a `match` that no event can hold, which would otherwise just never fit. */
import { isRecord } from '../../event-fields.ts';
import { levels, statusWords } from '../../level.ts';
import { type MatchForm, readMatchForm } from '../../routing/match-form.ts';
import { STATUS_FIELDS } from '../../source/guance/rule-fields.ts';
import { textsIn } from '../../text/catalogue.ts';
import { didYouMean } from '../problems.ts';
import type { Finding } from './findings.ts';

export function checkMatch(match: unknown, path: readonly PropertyKey[]): Finding[] {
  if (!isRecord(match)) return [];
  return Object.entries(match).flatMap(([field, form]) => {
    const at = [...path, field];
    return [...(isRecord(form) ? [] : checkField(field, at)), ...checkWords(field, form, at)];
  });
}

function checkField(field: string, path: readonly PropertyKey[]): Finding[] {
  const tag = /^tag[.:](.*)$/.exec(field)?.[1];
  if (tag) return [{ path, message: `"${field}" is no field of an event`, hint: `did you mean "tags.${tag}"?` }];
  if (/^tags\.?$/.test(field))
    return [{ path, message: 'tags are matched one by one', hint: 'such as tags.host: "db-*"' }];
  return [];
}

/** `level` has our words only. The others have Guance's, which may grow, so only what looks like a slip is refused there. */
function checkWords(field: string, form: unknown, path: readonly PropertyKey[]): Finding[] {
  const isLevel = field === 'level';
  if (!isLevel && !STATUS_FIELDS.includes(field)) return [];
  const known = isLevel ? levels : statusWords;
  return plainWords(form)
    .filter((word) => !known.some((other) => other === word))
    .flatMap((word) => {
      const meant = meantLevel(word, known) ?? didYouMean(word, known);
      if (!isLevel && meant === null) return [];
      return [{ path, message: `"${word}" is no level`, hint: meant ?? `the levels are ${known.join(', ')}` }];
    });
}

function plainWords(form: unknown): string[] {
  // Whoever writes `exact` means it.
  if (isRecord(form) && ('exact' in form || isRecord(form.not))) return [];
  try {
    const { wanted, unwanted } = readMatchForm(form as MatchForm);
    return [...wanted, ...unwanted].filter(({ kind }) => kind === 'exact').map(({ text }) => text);
  } catch {
    return [];
  }
}

/** 紧急 → critical, high → security_high */
function meantLevel(word: string, known: readonly string[]): string | null {
  const named = levels.find((level) => textsIn('zh').issue.levels[level] === word);
  const meant = [named, `security_${word}`].find((level) => level !== undefined && known.includes(level));
  return meant === undefined ? null : `did you mean "${meant}"?`;
}
