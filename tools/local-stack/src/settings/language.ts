export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** The one that the terminal speaks, else English; the first variable that is set counts, as with the command line. */
export function languageIn(env: Readonly<Record<string, string | undefined>>): Language {
  return languages.find((language) => localeIn(env).startsWith(language)) ?? 'en';
}

/** Whether it says so itself (`en_US.UTF-8`). `C` or nothing at all is no language: who shows alerts of Guance then most likely reads Chinese. */
export function speaksEnglish(env: Readonly<Record<string, string | undefined>>): boolean {
  return localeIn(env).startsWith('en');
}

function localeIn(env: Readonly<Record<string, string | undefined>>): string {
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').toLowerCase();
}
