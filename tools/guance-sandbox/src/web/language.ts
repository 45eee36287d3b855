import type { Request } from 'express';
import { type Language, languages } from '../options.ts';

const COOKIE = 'guance_sandbox_lang';

/** The one chosen on the page, now or before; else what the browser asks for. */
export function languageOf(req: Request): Language {
  const kept = new RegExp(`(?:^|;\\s*)${COOKIE}=(\\w+)`).exec(req.get('cookie') ?? '')?.[1];
  const chosen = languages.find((language) => language === (req.query.lang ?? kept));
  if (chosen !== undefined) return chosen;
  const wanted = req.acceptsLanguages(['en', 'zh-CN', 'zh']);
  return wanted !== false && wanted.startsWith('zh') ? 'zh' : 'en';
}

export function rememberLanguage(language: Language): string {
  return `${COOKIE}=${language}; Path=/; SameSite=Lax; HttpOnly`;
}
