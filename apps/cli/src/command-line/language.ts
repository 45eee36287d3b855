import type { Language } from '@guance-jira/mapping';

/** Chinese where the terminal speaks it, else English; the first variable that is set counts, as in POSIX. */
export function languageIn(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^zh/i.test(locale) ? 'zh' : 'en';
}
