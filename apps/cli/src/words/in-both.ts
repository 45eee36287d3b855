import type { Language } from '@guance-jira/mapping';

/** The same sentences in each language: a missing one, or one with other facts, does not compile. */
export function inBoth<T>(words: { en: T } & Record<Exclude<Language, 'en'>, NoInfer<T>>): Record<Language, T> {
  return words;
}
