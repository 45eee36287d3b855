import { isObject, type Json, type JsonObject } from '../json.ts';
import { rules, topLevel } from './adf-rules.ts';

/** Whether Jira would take this as a document: node types, what may stand in what, marks, required attributes. */
export function isAdf(doc: JsonObject): boolean {
  return (
    doc.type === 'doc' && doc.version === 1 && only(doc, ['type', 'version', 'content']) && childrenOk(doc, topLevel)
  );
}

function nodeOk(node: Json, allowed: readonly string[]): boolean {
  if (!isObject(node) || typeof node.type !== 'string' || !allowed.includes(node.type)) return false;
  if (node.type === 'text') return textOk(node, allowed);
  if (!only(node, ['type', 'attrs', 'content', 'marks'])) return false;
  if (node.attrs !== undefined && !isObject(node.attrs)) return false;
  const rule = Object.hasOwn(rules, node.type) ? rules[node.type] : undefined;
  // Kinds that no alert needs (media, extensions) are taken on trust.
  if (rule === undefined) return true;
  if (rule.attrs !== undefined && !rule.attrs(isObject(node.attrs) ? node.attrs : {})) return false;
  if (rule.children === undefined) return node.content === undefined;
  if (
    node.type === 'codeBlock' &&
    arrayOf(node.content).some((child) => isObject(child) && arrayOf(child.marks).length > 0)
  )
    return false;
  return arrayOf(node.content).length >= (rule.atLeast ?? 0) && childrenOk(node, rule.children);
}

function childrenOk(node: JsonObject, allowed: readonly string[]): boolean {
  if (node.content === undefined) return node.type !== 'doc';
  return Array.isArray(node.content) && node.content.every((child) => nodeOk(child, allowed));
}

function textOk(node: JsonObject, allowed: readonly string[]): boolean {
  if (typeof node.text !== 'string' || node.text === '' || !only(node, ['type', 'text', 'marks'])) return false;
  if (node.marks === undefined) return true;
  if (!Array.isArray(node.marks)) return false;
  const types = node.marks.map((mark) => (isObject(mark) ? String(mark.type) : ''));
  if (types.includes('code') && types.some((type) => !['code', 'link', 'annotation'].includes(type))) return false;
  return node.marks.every((mark) => markOk(mark)) && (types.length === 0 || allowed.includes('hardBreak'));
}

function markOk(mark: Json): boolean {
  if (!isObject(mark)) return false;
  const attrs = isObject(mark.attrs) ? mark.attrs : {};
  switch (mark.type) {
    case 'link':
      return typeof attrs.href === 'string';
    case 'textColor':
    case 'backgroundColor':
      return /^#[0-9a-fA-F]{6}$/.test(String(attrs.color));
    case 'subsup':
      return attrs.type === 'sub' || attrs.type === 'sup';
    default:
      return ['strong', 'em', 'code', 'strike', 'underline', 'annotation', 'border'].includes(String(mark.type));
  }
}

function only(node: JsonObject, keys: string[]): boolean {
  return Object.keys(node).every((key) => keys.includes(key));
}

function arrayOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
