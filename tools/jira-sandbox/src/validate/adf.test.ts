import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { isAdf } from './adf.ts';

const schema = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@atlaskit/adf-schema/dist/json-schema/v1/full.json'), 'utf8'),
);
const official = new AjvDraft04.default({ strict: false }).compile(schema);

const text = (value: string, ...marks: object[]) => ({
  type: 'text',
  text: value,
  ...(marks.length === 0 ? {} : { marks }),
});
const p = (...content: object[]) => ({ type: 'paragraph', content });
const doc = (...content: object[]) => JSON.parse(JSON.stringify({ version: 1, type: 'doc', content }));
const strong = { type: 'strong' };
const link = { type: 'link', attrs: { href: 'https://a.example' } };
const item = (...content: object[]) => ({ type: 'listItem', content });
const cell = (...content: object[]) => ({ type: 'tableCell', content });
const table = (...cells: object[]) => ({ type: 'table', content: [{ type: 'tableRow', content: cells }] });

const cases: [name: string, document: object][] = [
  ['an empty document', doc()],
  ['a paragraph', doc(p(text('a'), { type: 'hardBreak' }, text('b', strong, link)))],
  ['an empty paragraph', doc(p())],
  ['an empty text', doc(p(text('')))],
  ['code with a link', doc(p(text('a', { type: 'code' }, link)))],
  ['strong code', doc(p(text('a', { type: 'code' }, strong)))],
  ['a link without address', doc(p(text('a', { type: 'link', attrs: {} })))],
  ['an unknown mark', doc(p(text('a', { type: 'blink' })))],
  ['text in the document', doc(text('a'))],
  ['an unknown node', doc({ type: 'marquee', content: [] })],
  ['heading 7', doc({ type: 'heading', attrs: { level: 7 }, content: [] })],
  ['heading 6', doc({ type: 'heading', attrs: { level: 6 }, content: [text('a')] })],
  ['a quote', doc({ type: 'blockquote', content: [p(text('a'))] })],
  ['an empty quote', doc({ type: 'blockquote', content: [] })],
  ['a quote in a quote', doc({ type: 'blockquote', content: [{ type: 'blockquote', content: [p()] }] })],
  ['a heading in a quote', doc({ type: 'blockquote', content: [{ type: 'heading', attrs: { level: 1 } }] })],
  ['a list', doc({ type: 'bulletList', content: [item(p(text('a')))] })],
  ['an empty list', doc({ type: 'bulletList', content: [] })],
  ['a heading in an item', doc({ type: 'orderedList', content: [item({ type: 'heading', attrs: { level: 1 } })] })],
  ['a table', doc(table(cell(p(text('a'))), { type: 'tableHeader', content: [p()] }))],
  ['an empty cell', doc(table(cell()))],
  ['a paragraph in a row', doc(table(p()))],
  ['a code block', doc({ type: 'codeBlock', attrs: { language: 'js' }, content: [text('a')] })],
  ['marks in a code block', doc({ type: 'codeBlock', content: [text('a', strong)] })],
  ['a break in a code block', doc({ type: 'codeBlock', content: [{ type: 'hardBreak' }] })],
  ['a rule', doc({ type: 'rule' })],
  ['a panel', doc({ type: 'panel', attrs: { panelType: 'info' }, content: [p()] })],
  ['an unknown panel', doc({ type: 'panel', attrs: { panelType: 'loud' }, content: [p()] })],
  ['a status', doc(p({ type: 'status', attrs: { text: 'UP', color: 'green' } }))],
  ['a status without colour', doc(p({ type: 'status', attrs: { text: 'UP' } }))],
  ['a mention without id', doc(p({ type: 'mention', attrs: {} }))],
  ['an extra key', doc({ ...p(), style: 'x' })],
  ['version 2', { ...doc(), version: 2 }],
  ['no content', { version: 1, type: 'doc' }],
];

describe('our check of documents agrees with the official schema on', () => {
  it.each(cases)('%s', (_name, document) => {
    const given = JSON.parse(JSON.stringify(document));
    expect(isAdf(given)).toBe(official(given));
  });
});
