/** The languages of the dashboard; what Bull Board itself says it has under these names, too. */
export const pageLanguages = ['zh', 'en'] as const;
export type PageLanguage = (typeof pageLanguages)[number];

/** What is ours on its page. */
export interface PageWords {
  /** As Bull Board calls it. */
  readonly language: string;
  readonly title: string;
  readonly description: string;
  /** The link to the alert. */
  readonly guance: string;
}

export const pageWords: Readonly<Record<PageLanguage, PageWords>> = {
  zh: { language: 'zh-CN', title: '观测云 → Jira', description: '观测云告警事件', guance: '观测云' },
  en: { language: 'en-US', title: 'Guance → Jira', description: 'Guance alert events', guance: 'Guance' },
};

/** @param accepts the best of these names that a browser takes, or none, as Express tells it */
export function pageLanguage(accepts: (names: string[]) => string | false): PageLanguage {
  const wanted = accepts(pageLanguages.flatMap((language) => NAMES[language]));
  return pageLanguages.find((language) => wanted !== false && wanted.startsWith(language)) ?? 'en';
}

/** As browsers ask for them, in the order of ours. */
const NAMES: Record<PageLanguage, string[]> = { zh: ['zh-CN', 'zh'], en: ['en'] };
