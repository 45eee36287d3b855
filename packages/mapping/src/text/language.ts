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

/** The one that the terminal speaks, else English; the first variable that is set counts, as in POSIX. */
export function languageIn(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return languages.find((language) => locale.toLowerCase().startsWith(language)) ?? 'en';
}
