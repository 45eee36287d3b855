import { Html, html, join } from '@guance-jira/sandbox-pages';
import { anchor } from './anchor.ts';

const escapable = '-#*_+?^~|%{}[]()!@\\&\'"<>.:;,/=';
const phrases: [mark: string, tag: string][] = [
  ['??', 'cite'],
  ['*', 'strong'],
  ['_', 'em'],
  ['-', 'del'],
  ['+', 'ins'],
  ['^', 'sup'],
  ['~', 'sub'],
];
const icons: Record<string, string> = {
  '(/)': '✅',
  '(x)': '❌',
  '(!)': '⚠️',
  '(i)': 'ℹ️',
  '(?)': '❓',
  '(y)': '👍',
  '(n)': '👎',
  '(*)': '⭐',
};

type Found = { html: Html; end: number };
type Rule = (text: string, at: number) => Found | undefined;

const rules: Rule[] = [escaped, tight, monospaced, link, color, image, icon, url, dash, phrase];

/** Jira's wiki markup within a line: escapes, emphasis, links, monospace, breaks. */
export function renderInline(text: string): Html {
  const parts: (Html | string)[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const found = ruleAt(text, at);
    if (found === undefined) {
      plain += text.charAt(at);
      at += 1;
      continue;
    }
    parts.push(plain, found.html);
    plain = '';
    at = found.end;
  }
  parts.push(plain);
  return join(parts);
}

function ruleAt(text: string, at: number): Found | undefined {
  for (const rule of rules) {
    const found = rule(text, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `\\` breaks the line; a backslash before a markup character takes its meaning away. */
function escaped(text: string, at: number): Found | undefined {
  if (text.charAt(at) === '\n') return { html: html`<br>`, end: at + 1 };
  if (text.charAt(at) !== '\\') return undefined;
  const next = text.charAt(at + 1);
  if (next === '\\') return { html: html`<br>`, end: at + 2 };
  return next !== '' && escapable.includes(next) ? { html: html`${next}`, end: at + 2 } : undefined;
}

/** `{*}bold{*}`, `{{{}code{}}}`: how marks are written right beside a letter. */
function tight(text: string, at: number): Found | undefined {
  const code = sticky(/\{\{\{\}(.+?)\{\}\}\}/y, text, at);
  if (code) return { html: html`<code>${renderInline(code[1] ?? '')}</code>`, end: at + code[0].length };
  const found = sticky(/\{([-*_+^~]|\?\?)\}(.+?)\{\1\}/y, text, at);
  const tag = phrases.find(([mark]) => mark === found?.[1])?.[1];
  if (!found || tag === undefined) return undefined;
  return { html: new Html(`<${tag}>${renderInline(found[2] ?? '').text}</${tag}>`), end: at + found[0].length };
}

function monospaced(text: string, at: number): Found | undefined {
  const found = sticky(/\{\{(.+?)\}\}/y, text, at);
  return found && { html: html`<code>${renderInline(found[1] ?? '')}</code>`, end: at + found[0].length };
}

/** `[url]`, `[text|url]`, `[~user]`. */
function link(text: string, at: number): Found | undefined {
  const found = sticky(/\[((?:\\.|[^\]\n])+)\]/y, text, at);
  if (found === undefined) return undefined;
  const end = at + found[0].length;
  const inner = found[1] ?? '';
  if (inner.startsWith('~')) return { html: html`<span class="mention">@${inner.slice(1)}</span>`, end };
  const split = inner.search(/(?<!\\)\|/);
  const [label, address] = split === -1 ? [inner, inner] : [inner.slice(0, split), inner.slice(split + 1)];
  const bare = address.split('|')[0] ?? '';
  if (!/^(https?:\/\/|mailto:)/i.test(bare)) return undefined;
  return { html: anchor(bare, split === -1 ? html`${label}` : renderInline(label)), end };
}

function color(text: string, at: number): Found | undefined {
  const found = sticky(/\{color:[^}\n]+\}([\s\S]*?)\{color\}/y, text, at);
  return (
    found && { html: html`<span class="coloured">${renderInline(found[1] ?? '')}</span>`, end: at + found[0].length }
  );
}

function image(text: string, at: number): Found | undefined {
  const found = sticky(/!([^\s!|][^!\n]*\.(?:png|jpe?g|gif|svg|bmp)[^!\n]*)!/iy, text, at);
  return found && { html: html`<span class="image">[image ${found[1]}]</span>`, end: at + found[0].length };
}

function icon(text: string, at: number): Found | undefined {
  const found = text.slice(at, at + 3);
  const shown = icons[found];
  return shown === undefined ? undefined : { html: html`${shown}`, end: at + 3 };
}

function url(text: string, at: number): Found | undefined {
  if (/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return undefined;
  const found = sticky(/https?:\/\/[^\s<>"|\]}[{\\]+[^\s<>"|\]}[{\\.,;:!?)，。；：）]/y, text, at);
  return found && { html: anchor(found[0], found[0]), end: at + found[0].length };
}

function dash(text: string, at: number): Found | undefined {
  const found = sticky(/(?<=\s)(---?)(?=\s)/y, text, at);
  return found && { html: html`${found[0] === '---' ? '—' : '–'}`, end: at + found[0].length };
}

/** A mark opens before a character that is no space, after one that is no letter; it closes the other way round. */
function phrase(text: string, at: number): Found | undefined {
  const entry = phrases.find(([mark]) => text.startsWith(mark, at));
  if (entry === undefined || /[\p{L}\p{N}]/u.test(before(text, at))) return undefined;
  const [mark, tag] = entry;
  const start = at + mark.length;
  if (/\s/.test(text.charAt(start)) || start >= text.length || text.startsWith(mark, start)) return undefined;
  for (let end = text.indexOf(mark, start + 1); end !== -1; end = text.indexOf(mark, end + 1)) {
    const inner = text.slice(start, end);
    if (inner.includes('\n')) return undefined;
    const after = text.charAt(end + mark.length);
    if (/[\s\\]$/.test(inner) || /[\p{L}\p{N}]/u.test(after)) continue;
    return { html: new Html(`<${tag}>${renderInline(inner).text}</${tag}>`), end: end + mark.length };
  }
  return undefined;
}

function before(text: string, at: number): string {
  return at === 0 ? '' : text.charAt(at - 1);
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
