import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { languageOf } from './language.ts';

function visit({ lang, cookie, accepts = false }: { lang?: unknown; cookie?: string; accepts?: string | false }) {
  const req = { query: { lang }, headers: { cookie }, acceptsLanguages: () => accepts };
  return languageOf(req as unknown as Request);
}

describe('the language of a visit', () => {
  it('is the one that the address names, then the one chosen before, then the browser’s', () => {
    expect(visit({ lang: 'zh', cookie: 'guance_jira_lang=en', accepts: 'en' })).toBe('zh');
    expect(visit({ cookie: 'a=b; guance_jira_lang=zh', accepts: 'en' })).toBe('zh');
    expect(visit({ accepts: 'zh-CN' })).toBe('zh');
    expect(visit({})).toBe('en');
  });

  it('is none that we do not speak', () => {
    expect(visit({ lang: 'fr', cookie: 'guance_jira_lang=<script>', accepts: 'zh' })).toBe('zh');
    expect(visit({ lang: ['zh'], accepts: 'en' })).toBe('en');
  });
});
