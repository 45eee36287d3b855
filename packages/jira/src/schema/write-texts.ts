/** Pure: texts, long and short, numbers, addresses, labels. */
import { cutText, labelText, oneLine, parseMarkdown, resolveLinks, writeAdf } from '@guance-jira/mapping';
import { isObject, namedBy } from './choices.ts';
import { unfit, type Writing, type Written } from './written.ts';

/** Of Jira's fields of one line. */
const MAX_TEXT = 255;

export function writeNumber(value: unknown): Written {
  // Digits and signs of Chinese keyboards are wide.
  const text = (namedBy(value) ?? '').normalize('NFKC').replace('\u2212', '-').trim();
  const isNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?$/i.test(text) && Number.isFinite(Number(text));
  return isNumber ? { value: Number(text) } : unfit(value, 'is no number');
}

export function writeText(value: unknown): Written {
  const text = asText(value);
  return text === null ? { value } : { value: cutText(oneLine(text), MAX_TEXT) };
}

/** An address that is cut leads nowhere. */
export function writeUrl(value: unknown): Written {
  if (typeof value !== 'string') return { value };
  const url = value.trim();
  if (url === '') return { value: undefined };
  if (url.length > MAX_TEXT) return unfit(url, `is longer than ${MAX_TEXT} characters`);
  const isAddress = /^(?:[a-z][a-z\d+.-]*:\/\/|mailto:)\S/i.test(url) && URL.canParse(url);
  return isAddress ? { value: url } : unfit(url, 'is no address, such as https://example.com');
}

/** On Data Center the text stays, with what the alert brought into it already escaped. */
export function writeLongText(value: unknown, { dialect, link }: Pick<Writing, 'dialect' | 'link'>): Written {
  if (isObject(value)) return { value: withoutEmptyText(value) };
  const text = asText(value);
  if (text === null || dialect === 'datacenter') return { value: text ?? value };
  return { value: documentOf(text, link) };
}

/** As the description is written. */
export function documentOf(text: string, link: string | null): unknown {
  return writeAdf(resolveLinks(parseMarkdown(text), link));
}

export function writeLabel(value: unknown): Written {
  const text = asText(value);
  if (text === null) return { value };
  const label = labelText(text);
  return { value: label === '' ? undefined : label };
}

export function writeItem(value: unknown): Written {
  return { value: asText(value) ?? value };
}

/**
 * A document that is written out in the rules: Jira answers a text node without text with a 400 that names nothing. Undefined
 * where no text is left.
 */
function withoutEmptyText(document: Record<string, unknown>): unknown {
  const pruned = (node: unknown): unknown => {
    if (!isObject(node)) return node;
    if (node.type === 'text' && (typeof node.text !== 'string' || node.text === '')) return undefined;
    if (!Array.isArray(node.content)) return node;
    return { ...node, content: node.content.map(pruned).filter((child) => child !== undefined) };
  };
  const left = pruned(document);
  return JSON.stringify(left).includes('"text":') || !JSON.stringify(document).includes('"text"') ? left : undefined;
}

function asText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return null;
  const texts = value.map(asText);
  return texts.includes(null) ? null : texts.join(', ');
}
