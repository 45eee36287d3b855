import type { Visit } from '../visit.ts';

/** Why an event ended so: a word of ours in the reader's language, with what stands behind its colon; else as it stands. */
export function reasonText(reason: string | null, { words }: Pick<Visit, 'words'>): string | null {
  if (reason === null) return null;
  const { reasons, reasonWith, warning } = words.event;
  const [, word = reason, detail] = /^(\w+): (.*)$/s.exec(reason) ?? [];
  if (!Object.hasOwn(reasons, word)) return warning(reason);
  const told = reasons[word] ?? reason;
  return detail === undefined ? told : reasonWith(told, warning(detail));
}
