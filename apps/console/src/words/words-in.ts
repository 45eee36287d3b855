import { en } from './en.ts';
import type { PageLanguage } from './language.ts';
import type { Words } from './words.ts';
import { zh } from './zh.ts';

export function wordsIn(language: PageLanguage): Words {
  return WORDS[language];
}

const WORDS: Record<PageLanguage, Words> = { en, zh };
