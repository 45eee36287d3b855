import type { Request } from 'express';

/** The languages of the console and its dashboard; what Bull Board itself says it has under these names, too. */
export const pageLanguages = ['zh', 'en'] as const;
export type PageLanguage = (typeof pageLanguages)[number];

export const LANGUAGE_COOKIE = 'guance_jira_lang';

/** The one that was chosen on a page, in this address or before; else what the browser asks for. */
export function languageOf(req: Pick<Request, 'query' | 'headers' | 'acceptsLanguages'>): PageLanguage {
  const chosen = named(req.query.lang) ?? named(cookieIn(req.headers.cookie));
  return chosen ?? pageLanguage((names) => req.acceptsLanguages(names));
}

/** Null for what names none. */
export function named(text: unknown): PageLanguage | null {
  return pageLanguages.find((language) => language === text) ?? null;
}

/** @param accepts the best of these names that a browser takes, or none, as Express tells it */
function pageLanguage(accepts: (names: string[]) => string | false): PageLanguage {
  const wanted = accepts(pageLanguages.flatMap((language) => NAMES[language]));
  return pageLanguages.find((language) => wanted !== false && wanted.startsWith(language)) ?? 'en';
}

/** As browsers ask for them, in the order of ours. */
const NAMES: Record<PageLanguage, string[]> = { zh: ['zh-CN', 'zh'], en: ['en'] };

function cookieIn(header: string | undefined): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === LANGUAGE_COOKIE)?.[1];
}
