import { Html, html, join } from '@guance-jira/sandbox-pages';
import { renderInline } from './wiki-inline.ts';

/** Jira's wiki markup as HTML: block macros first, then headings, tables, lists, rules, paragraphs line by line. */
export function renderWiki(text: string): Html {
  const parts: Html[] = [];
  let rest = text.replace(/\r\n?/g, '\n');
  while (rest !== '') {
    const macro = nextMacro(rest);
    parts.push(...renderLines(macro === undefined ? rest : rest.slice(0, macro.from)));
    if (macro === undefined) break;
    parts.push(renderMacro(macro));
    rest = rest.slice(macro.to).replace(/^\n/, '');
  }
  return join(parts);
}

type Macro = { name: string; parameters: string; body: string; from: number; to: number };

/** The first block macro that is closed again and not escaped. */
function nextMacro(text: string): Macro | undefined {
  for (const found of text.matchAll(/(?<!\\)\{(code|noformat|quote|panel)(?::([^}\n]*))?\}/g)) {
    const [opening, name = '', parameters = ''] = found;
    const closing = text.indexOf(`{${name}}`, found.index + opening.length);
    if (closing === -1) continue;
    const body = text.slice(found.index + opening.length, closing);
    return { name, parameters, body, from: found.index, to: closing + name.length + 2 };
  }
  return undefined;
}

function renderMacro({ name, parameters, body }: Macro): Html {
  const trimmed = body.replace(/^\n|\n$/g, '');
  if (name === 'quote') return html`<blockquote>${renderWiki(trimmed)}</blockquote>`;
  if (name !== 'panel') return html`<pre><code>${trimmed}</code></pre>`;
  const title = /(?:^|\|)title=([^|]*)/.exec(parameters)?.[1];
  const head = title === undefined ? '' : html`<p><strong>${title}</strong></p>`;
  return html`<div class="panel info">${head}${renderWiki(trimmed)}</div>`;
}

function renderLines(text: string): Html[] {
  const parts: Html[] = [];
  const lines = text.split('\n');
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    const shown = paragraph.join('\n');
    if (shown.trim() !== '') parts.push(html`<p>${renderInline(shown)}</p>`);
    paragraph = [];
  };
  for (let n = 0; n < lines.length; ) {
    const block = blockAt(lines, n);
    if (block === undefined) {
      if (lines[n]?.trim() === '') endParagraph();
      else paragraph.push(lines[n] ?? '');
      n += 1;
      continue;
    }
    endParagraph();
    parts.push(block.html);
    n = block.next;
  }
  endParagraph();
  return parts;
}

function blockAt(lines: string[], n: number): { html: Html; next: number } | undefined {
  const line = lines[n] ?? '';
  const heading = /^\s*h([1-6])\.\s+(.*)$/.exec(line);
  if (heading !== null) {
    const inner = renderInline(heading[2] ?? '').text;
    return { html: new Html(`<h${heading[1]}>${inner}</h${heading[1]}>`), next: n + 1 };
  }
  const quote = /^\s*bq\.\s+(.*)$/.exec(line);
  if (quote !== null)
    return { html: html`<blockquote><p>${renderInline(quote[1] ?? '')}</p></blockquote>`, next: n + 1 };
  if (/^\s*-{4,}\s*$/.test(line)) return { html: html`<hr>`, next: n + 1 };
  if (/^\s*\|/.test(line)) return table(lines, n);
  if (listItem.test(line)) return list(lines, n);
  return undefined;
}

/** A cell may run over several lines: its row ends at the line that ends with a bar. */
function table(lines: string[], from: number): { html: Html; next: number } {
  const rows: Html[] = [];
  let n = from;
  while (/^\s*\|/.test(lines[n] ?? '')) {
    let row = (lines[n] ?? '').trim();
    n += 1;
    while (!/(?<!\\)\|$/.test(row) && n < lines.length && lines[n]?.trim() !== '' && !/^\s*\|/.test(lines[n] ?? '')) {
      row += `\n${lines[n]?.trim()}`;
      n += 1;
    }
    rows.push(html`<tr>${cellsOf(row)}</tr>`);
  }
  return { html: html`<table class="doc"><tbody>${rows}</tbody></table>`, next: n };
}

function cellsOf(row: string): Html[] {
  const cells: Html[] = [];
  const pattern = /(\|\|?)((?:\\[\s\S]|\[(?:\\.|[^\]])*\]|[^|])*)/g;
  for (const [, bars, text = ''] of row.matchAll(pattern)) {
    if (text.trim() === '' && text === '') continue;
    const inner = renderInline(text.trim());
    cells.push(bars === '||' ? html`<th>${inner}</th>` : html`<td>${inner}</td>`);
  }
  return cells;
}

type ListItem = { depth: number; ordered: boolean; text: string };

const listItem = /^\s*([*#]+|-{1,3})\s+(?=\S)/;

function list(lines: string[], from: number): { html: Html; next: number } {
  const items: ListItem[] = [];
  let n = from;
  for (; n < lines.length && lines[n]?.trim() !== ''; n += 1) {
    const line = lines[n] ?? '';
    const found = listItem.exec(line);
    const last = items.at(-1);
    if (found !== null) {
      const bullets = found[1] ?? '';
      items.push({ depth: bullets.length, ordered: bullets.endsWith('#'), text: line.slice(found[0].length) });
    } else if (last !== undefined) last.text += `\n${line}`;
  }
  return { html: nest(items, 1), next: n };
}

/** A change from bullets to numbers at the same depth begins a new list. */
function nest(items: ListItem[], depth: number): Html {
  const lists: { ordered: boolean; items: Html[] }[] = [];
  for (let n = 0; n < items.length; ) {
    const item = items[n];
    let end = n + 1;
    while (end < items.length && (items[end]?.depth ?? 0) > depth) end += 1;
    const inner = items.slice(n + 1, end);
    const shown = html`<li>${renderInline(item?.text ?? '')}${inner.length === 0 ? '' : nest(inner, depth + 1)}</li>`;
    const ordered = item?.ordered === true;
    const last = lists.at(-1);
    if (last?.ordered === ordered) last.items.push(shown);
    else lists.push({ ordered, items: [shown] });
    n = end;
  }
  return join(lists.map((list) => (list.ordered ? html`<ol>${list.items}</ol>` : html`<ul>${list.items}</ul>`)));
}
