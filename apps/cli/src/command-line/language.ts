import { type Language, languages } from '@guance-jira/mapping';

/** The one that the terminal speaks, else English; the first variable that is set counts, as in POSIX. */
export function languageIn(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return languages.find((language) => locale.toLowerCase().startsWith(language)) ?? 'en';
}
