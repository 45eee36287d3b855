import { isRecord } from '../event-fields.ts';
import { escapeActing, escapeActingParts, type TemplatePart } from '../markdown/write/escape-wiki-in-templates.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import type { Template } from '../template/compiled.ts';
import { compileTemplate } from '../template/template.ts';
import { cleanText } from '../text/clean-text.ts';
import { type ChosenName, chosenName } from './choice.ts';
import { type Choosing, isChoosing, readChoosing } from './choosing.ts';

/** A value of `fields:` with its templates parsed: strings become templates, a list to choose from stays one, all else is as it is. */
export type FieldValue =
  | { readonly kind: 'text'; readonly template: Template }
  | { readonly kind: 'list'; readonly items: readonly FieldValue[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, FieldValue])[] }
  | { readonly kind: 'choice'; readonly choice: ChosenName }
  | { readonly kind: 'constant'; readonly value: unknown };

export function compileField(value: unknown, timezone: string): FieldValue {
  if (typeof value === 'string') return { kind: 'text', template: compileTemplate(value, timezone) };
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => compileField(item, timezone)) };
  if (isChoosing(value)) return { kind: 'choice', choice: compileChoosing(readChoosing(value), timezone) };
  if (isRecord(value)) {
    return { kind: 'object', entries: Object.entries(value).map(([key, item]) => [key, compileField(item, timezone)]) };
  }
  return { kind: 'constant', value };
}

/** As `project`, `issueType` and `priority` have it, too. */
export function compileChoosing({ template, allow, else: otherwise }: Choosing, timezone: string): ChosenName {
  return Object.freeze({ template: compileTemplate(template, timezone), allow, otherwise });
}

type Fields = readonly (readonly [string, FieldValue])[];

/** The fields with their values; one whose template gives nothing is left out, so that Jira's default stands. */
export function fieldsOf(event: AlertEvent, fields: Fields, warnings: string[]): Record<string, unknown> {
  const rendered = fields.map(([name, value]): [string, unknown] => [
    name,
    renderField(event, value, (problem) => warnings.push(`fields.${name}: ${problem}`)),
  ]);
  return Object.fromEntries(rendered.filter(([, value]) => value !== undefined));
}

/**
 * Those fields that are a text which says something else as wiki markup, with the alert's part of it escaped; markup that stands
 * in the rules is meant. What stands deeper (`{ value: … }`) is a choice or a name, and never markup.
 */
export function wikiFieldsOf(event: AlertEvent, fields: Fields): Record<string, string> {
  const texts = fields.flatMap(([name, field]): [string, string][] => {
    if (field.kind !== 'text') return [];
    const { text, problem } = field.template.render(event);
    const plain = cleanText(text);
    if (problem !== null) return [];
    const parts = partsOf(event, field.template, plain);
    const escaped = parts === null ? escapeActing(plain) : escapeActingParts(parts);
    return escaped === plain ? [] : [[name, escaped]];
  });
  return Object.fromEntries(texts);
}

/** Around each output of a template: private characters, which it keeps for this alone. */
const [OPEN, CLOSE] = ['\uE001', '\uE002'];

/** Null where nobody can say, and all of it counts as the alert's: a filter may have cut what a template had put together. */
function partsOf(event: AlertEvent, template: Template, plain: string): TemplatePart[] | null {
  if (!/[![{]/.test(plain)) return null;
  const marked = template.render(event, (output) => `${OPEN}${withoutMarks(output)}${CLOSE}`);
  const texts = cleanText(marked.text).split(/\uE001([^\uE001\uE002]*)\uE002/);
  if (texts.join('') !== plain) return null;
  return texts.map((text, index) => ({ text, isAlert: index % 2 === 1 }));
}

function withoutMarks(text: string): string {
  return text.replaceAll(/[\uE001\uE002]/g, '');
}

/** The items of those fields that are a text which shows a list, for a field that takes several values. */
export function listsOf(event: AlertEvent, fields: Fields): Record<string, readonly string[]> {
  const lists = fields.flatMap(([name, field]): [string, readonly string[]][] => {
    // A list is shown with commas between its items; everything else need not be rendered a second time.
    if (field.kind !== 'text' || !field.template.render(event).text.includes(',')) return [];
    const { texts } = field.template.renderEach(event);
    return texts.length > 1 ? [[name, texts.map(cleanText)]] : [];
  });
  return Object.fromEntries(lists);
}

/** A text stays a text even where it is all digits: only the person who wrote the rules knows the field's type. */
function renderField(event: AlertEvent, field: FieldValue, warn: (problem: string) => void): unknown {
  if (field.kind === 'constant') return field.value;
  if (field.kind === 'choice') return chosenName(event, field.choice, warn);
  if (field.kind === 'text') {
    const { text, problem } = field.template.render(event);
    if (problem !== null) warn(problem);
    const clean = cleanText(text);
    return clean.trim() === '' ? undefined : clean;
  }
  if (field.kind === 'list') {
    const items = field.items.map((item) => renderField(event, item, warn)).filter((item) => item !== undefined);
    return items.length === 0 && field.items.length > 0 ? undefined : items;
  }
  const entries = field.entries.map(([key, item]): [string, unknown] => [key, renderField(event, item, warn)]);
  const filled = entries.filter(([, item]) => item !== undefined);
  return filled.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(filled);
}

/** What its templates say, constant texts among them. */
export function sourcesOf(value: FieldValue): string[] {
  switch (value.kind) {
    case 'text':
      return [value.template.source];
    case 'choice':
      return [value.choice.template.source];
    case 'list':
      return value.items.flatMap(sourcesOf);
    case 'object':
      return value.entries.flatMap(([, item]) => sourcesOf(item));
    case 'constant':
      return [];
  }
}
