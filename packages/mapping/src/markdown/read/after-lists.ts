/**
 * Markdown takes a line right behind a list into the last item; who writes an alert means a paragraph of its own (the default
 * texts of Alertmanager are full of such lines). So a blank line goes before one that is not indented like the item. Code stays.
 */
export function separateAfterLists(markdown: string): string {
  if (!/^[ >]*(?:[-*+]|\d{1,9}[.)])(?: |$)/m.test(markdown)) return markdown;
  const written: string[] = [];
  let fence: string | null = null;
  // The column where the text of the innermost item begins; null outside of a list.
  let inside: number | null = null;
  let interrupted = false;
  let before = '';
  for (const line of markdown.split('\n')) {
    const [quote = ''] = /^(?: {0,3}> ?)*/.exec(line) ?? [];
    const rest = line.slice(quote.length);
    const indent = rest.length - rest.trimStart().length;
    const item = isRule.test(rest) ? null : /^ *(?:[-*+]|\d{1,9}[.)])(?: +|$)/.exec(rest);
    const mark = /^(?: *(?:[-*+]|\d{1,9}[.)]) )* *(`{3,}|~{3,})/.exec(rest)?.[1]?.[0];
    const blank = rest.trim() === '';
    const quoteChanged = quote.trim() !== before.trim();
    if (fence === null && !blank && !quoteChanged && inside !== null && written.at(-1)?.trim() !== quote.trim()) {
      const isLazy = item === null && indent < inside;
      if (isLazy || (item !== null && interrupted)) written.push(quote.trimEnd());
      if (isLazy) interrupted = true;
    }
    if (fence === null && item !== null && (indent < 4 || inside !== null)) {
      inside = Math.min(item[0].length, indent + 6);
      interrupted = false;
    } else if (fence === null && !blank && inside !== null && indent < inside) inside = interrupted ? 0 : null;
    written.push(fence === null && !isRule.test(rest) ? withMarksAsText(line) : line);
    if (mark !== undefined && (fence === null || fence === mark)) fence = fence === null ? mark : null;
    before = quote;
    if (blank) interrupted = false;
  }
  return written.join('\n');
}

const isRule = /^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/;

/** The same mark twice begins no item in an item, as `* * * * * backup.sh` (each minute) and `2025. 11. 29` do for Markdown. */
function withMarksAsText(line: string): string {
  return line
    .replace(/^((?: {0,3}>)* {0,3}(?:(?:[-*+]|\d{1,9}[.)]) +)??)([-*+])(?= +\2(?: |$))/, '$1\\$2')
    .replace(/^((?: {0,3}>)* {0,3}\d{1,9})([.)])(?= +\d{1,9}[.)](?: |$))/, '$1\\$2');
}
