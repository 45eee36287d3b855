import { en } from './en.ts';
import type { Language } from './language.ts';
import type { NoteKind, Texts } from './texts.ts';
import { zh } from './zh.ts';

/** One entry for each of `languages`; the compiler names what a new one lacks. */
const catalogue: Record<Language, Texts> = { zh, en };

export function textsIn(language: Language): Texts {
  return catalogue[language];
}

/** Sentences one after the other, as the language has it; empty ones leave no trace. */
export function joined(language: Language, ...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(catalogue[language].betweenSentences);
}

/** The sentence for a field that had to be dropped; `value` is what Jira did not take (a person, a field's name, a project). */
export function noteFor(language: Language, kind: NoteKind, facts: { value: string; route: string }): string {
  return catalogue[language].issue.notes[kind](facts.value, facts.route);
}
