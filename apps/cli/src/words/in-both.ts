import type { Language } from '@guance-jira/mapping';

/** The same sentences in two languages: a missing one, or one with other facts, does not compile. */
export function inBoth<T>(words: { en: T; zh: NoInfer<T> }): Record<Language, T> {
  return words;
}
