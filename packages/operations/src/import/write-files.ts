/** Pure: the two files, with each note where it belongs; the sentences come from who speaks to people. */
import { Document, isMap, isScalar, type YAMLMap } from 'yaml';
import type { Imported, ImportNote } from './imported.ts';

export interface ImportSentences {
  readonly envHead: readonly string[];
  readonly rulesHead: readonly string[];
  readonly note: (note: ImportNote) => string;
}

/** Name of the file with the rules, beside `.env`. */
export const IMPORTED_RULES = 'rules.yaml';

export function envText({ env, notes }: Imported, says: ImportSentences): string {
  const lines = env.flatMap(({ name, value }) => [
    ...comments(notes.filter(({ at }) => at === name).map(says.note)),
    `${name}=${quoted(value)}`,
  ]);
  return [...comments(says.envHead), ...lines, `RULES_FILE=${IMPORTED_RULES}`, ''].join('\n');
}

export function rulesText({ env, rules, notes }: Imported, says: ImportSentences): string {
  const document = new Document(rules, { aliasDuplicateObjects: false });
  const names = new Set(rules.routes.map(({ name }) => name));
  const settings = new Set(env.map(({ name }) => name));
  const whole = notes.filter(({ at }) => at === null || (!names.has(at) && !settings.has(at)));
  document.commentBefore = commentText([...says.rulesHead, ...whole.map(says.note)]);
  for (const route of routesIn(document)) {
    const name = nameOf(route);
    const own = notes.filter(({ at }) => at !== null && at === name).map(says.note);
    if (own.length > 0) route.commentBefore = commentText(own);
  }
  return document.toString({ lineWidth: 0 });
}

function routesIn(document: Document): YAMLMap[] {
  const routes = document.get('routes');
  return isCollection(routes) ? routes.items.filter((item) => isMap(item)) : [];
}

function isCollection(node: unknown): node is { items: unknown[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);
}

function nameOf(route: YAMLMap): string {
  const name = route.get('name', true);
  return isScalar(name) ? String(name.value) : '';
}

function comments(lines: readonly string[]): string[] {
  return lines.map((line) => `# ${oneLine(line)}`);
}

function commentText(lines: readonly string[]): string {
  return lines.map((line) => ` ${oneLine(line)}`).join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}

/** As a shell and Node read it alike; with quotes of both kinds in it, as Node does. */
function quoted(value: string): string {
  if (/^[\w@%+=:,./-]*$/.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  if (!/["\\$`]/.test(value)) return `"${value}"`;
  return value.includes('`') ? JSON.stringify(value) : `\`${value}\``;
}
