import { isObject, type Json, type JsonObject } from '../json.ts';
import type { RichText } from '../state/model.ts';

/** The text in the form of the API version that asks. Written in the other form, only its words survive. */
export function richTextFor(apiVersion: '2' | '3', text: RichText | null): Json {
  if (text === null) return null;
  if (apiVersion === '3') return text.form === 'adf' ? text.doc : docOf(text.text);
  return text.form === 'wiki' ? text.text : plainText(text.doc);
}

export function plainText(node: JsonObject): string {
  if (typeof node.text === 'string') return node.text;
  if (node.type === 'hardBreak') return '\n';
  const children = Array.isArray(node.content) ? node.content.filter(isObject) : [];
  const joined = children.map(plainText).join('');
  return ['paragraph', 'heading', 'listItem', 'tableRow', 'codeBlock'].includes(String(node.type))
    ? `${joined}\n`
    : joined;
}

function docOf(text: string): JsonObject {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const content = lines.map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] }));
  return { type: 'doc', version: 1, content };
}
