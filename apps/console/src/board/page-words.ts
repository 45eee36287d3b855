import type { PageLanguage } from '../words/language.ts';

/** What is ours on the page of Bull Board. */
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
