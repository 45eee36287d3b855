/** What an issue may be written in; the texts of each are `<language>.ts` beside this file. */
export const languages = ['zh', 'en'] as const;

export type Language = (typeof languages)[number];
export type LanguageRule = Language | 'auto';

/** `auto` follows the event: Chinese unless Guance names another language, then that one where we have it, else English. */
export function languageOf(rule: LanguageRule, eventLanguage: string | null): Language {
  if (rule !== 'auto') return rule;
  if (eventLanguage === null) return 'zh';
  const named = eventLanguage.trim().toLowerCase();
  return languages.find((language) => named.startsWith(language)) ?? 'en';
}
