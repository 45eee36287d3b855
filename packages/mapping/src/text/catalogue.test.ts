import { describe, expect, it } from 'vitest';
import { languageOf, noteFor } from '../index.ts';
import { textsIn } from './catalogue.ts';
import type { Texts } from './texts.ts';

describe('noteFor', () => {
  it.each([
    ['zh', 'assignee', '经办人 pacher 无法分配，已留空。请检查路由 database。'],
    ['en', 'assignee', 'pacher could not be assigned, so nobody was. Please check route database.'],
    ['zh', 'fallback', '无法按路由 database 在 pacher 中创建，已改用备用项目。请检查路由 database。'],
  ] as const)('in %s for %s', (language, kind, note) => {
    expect(noteFor(language, kind, { value: 'pacher', route: 'database' })).toBe(note);
  });
});

describe('languageOf', () => {
  it.each([
    ['auto', null, 'zh'],
    ['auto', 'zh', 'zh'],
    ['auto', 'zh-CN', 'zh'],
    ['auto', 'en', 'en'],
    ['auto', 'fr', 'en'],
    ['en', 'zh', 'en'],
    ['zh', 'en', 'zh'],
  ] as const)('%s and %j give %s', (rule, event, language) => {
    expect(languageOf(rule, event)).toBe(language);
  });
});

it('names what a new language lacks', () => {
  // @ts-expect-error A language with half of the texts does not compile, and the message names the other half.
  const half: Texts = { betweenSentences: ' ', betweenItems: ', ', issue: textsIn('en').issue };

  expect(Object.keys(textsIn('en')).filter((part) => !(part in half))).toEqual(['comment', 'storm', 'duplicate']);
});

describe('the catalogues', () => {
  it('have no sentence that is the same in both languages', () => {
    const zh = textsIn('zh').issue;
    const en = textsIn('en').issue;
    const pairs = [...Object.entries(zh.rows), ...Object.entries(zh.levels), ...Object.entries(zh.units)];
    const other: Record<string, string> = { ...en.rows, ...en.levels, ...en.units };
    for (const [key, text] of pairs) expect(other[key]).not.toBe(text);
  });

  it('name a level with the word that Guance sends', () => {
    expect(textsIn('zh').issue.named('紧急', 'critical')).toBe('紧急（critical）');
    expect(textsIn('en').issue.named('Critical', 'critical')).toBe('Critical');
    expect(textsIn('en').issue.named('No data', 'nodata')).toBe('No data (nodata)');
  });
});
