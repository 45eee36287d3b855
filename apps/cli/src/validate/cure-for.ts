/** Pure: what to write instead, so that every alert gives a field its value. */
import type { FieldKind, FieldSchema } from '@guance-jira/jira';
import type { Words } from '../words/words.ts';
import type { RuleValue } from './rule-value.ts';

type Field = Pick<FieldSchema, 'kind' | 'allowed'>;

/** @param ends how alerts fail: `nothing` where they give no value */
export function cureFor(
  field: Field,
  { source, isTemplate }: RuleValue,
  ends: ReadonlySet<string>,
  words: Words,
): string {
  const says = words.validate;
  if (source === 'priority') return says.cureLevels;
  const isOnlyEmpty = ends.size === 1 && ends.has('nothing');
  const names = choicesOf(field);
  const lists = names !== null || NAMED.includes(field.kind);
  const [one = '…', ...more] = names ?? [];
  const allow = [one, ...more].slice(0, MAX_SHOWN).map(quoted);
  const rest = names !== null && names.length <= MAX_SHOWN ? '' : ', …';
  const written = isTemplate ? source : '{{ … }}';
  const choosing = `{ template: ${quoted(written)}, allow: [${allow.join(', ')}${rest}], else: ${quoted(one)} }`;
  const withDefault = quoted(defaulted(written, DEFAULTS[field.kind] ?? `'${one.replaceAll("'", '’')}'`));
  if (!lists) return isOnlyEmpty ? says.cureDefault(withDefault) : says.cureKind(field.kind, withDefault);
  return isOnlyEmpty ? says.cureEither(withDefault, choosing) : says.cureChoosing(choosing);
}

/** A template of one output takes it there; any other shows only how. */
function defaulted(source: string, value: string): string {
  const inner = /^\s*\{\{-?\s*([^{}]*?)\s*-?\}\}\s*$/.exec(source)?.[1] ?? '…';
  return `{{ ${inner} | default: ${value} }}`;
}

/** Where Jira tells no choices, the rules may choose among names all the same. */
const NAMED: readonly FieldKind[] = [
  ...(['option', 'options', 'cascade', 'named', 'nameds', 'user', 'users', 'group', 'groups', 'security'] as const),
];
const DEFAULTS: Partial<Record<FieldKind, string>> = { number: '0', date: 'timestamp', datetime: 'timestamp' };
const MAX_SHOWN = 5;

function choicesOf({ allowed }: Field): string[] | null {
  if (allowed === null || allowed.length === 0) return null;
  return allowed.flatMap(({ text, children = [] }) =>
    children.length === 0 ? [text] : children.map((child) => `${text} / ${child.text}`),
  );
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
