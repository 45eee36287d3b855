/** A description of the rules' own, with the standard text where they want it. */
import type { RootContent } from 'mdast';
import { resolveLinks } from '../markdown/links.ts';
import { asPlainText, mayTakeLong, parseMarkdown } from '../markdown/read/parse.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import type { Template } from '../template/compiled.ts';
import { compileTemplate } from '../template/template.ts';

/** Stands for the standard text while the template is rendered: a private character, which no alert brings into it. */
const STANDARD = '\uE000';

/** Liquid that gives Markdown. `{{ default }}` is no variable: it may stand in any branch. */
export function compileDescription(source: string, timezone: string): Template {
  return compileTemplate(source.replaceAll(/\{\{-?\s*default\s*-?\}\}/g, `\n\n${STANDARD}\n\n`), timezone);
}

/** @returns the standard text alone where the template fails or gives nothing */
export function ownDescription(
  template: Template,
  event: AlertEvent,
  standard: readonly RootContent[],
  warnings: string[],
): readonly RootContent[] {
  const { text, problem } = template.render(event, (output) => output.replaceAll(STANDARD, ''));
  if (problem !== null) warnings.push(`description: ${problem}`);
  if (problem !== null || text.trim() === '') return standard;
  const [before = '', ...after] = text.split(STANDARD);
  const blocks = (part: string) => (part.trim() === '' ? [] : blocksOf(part.trim(), event, warnings));
  return [...blocks(before), ...(after.length > 0 ? standard : []), ...blocks(after.join('\n\n'))];
}

function blocksOf(text: string, event: AlertEvent, warnings: string[]): readonly RootContent[] {
  if (!mayTakeLong(text)) return resolveLinks(parseMarkdown(text), event.link).children;
  warnings.push('description: it takes too long to read as Markdown; its lines stand as they are');
  return asPlainText(text).children;
}
