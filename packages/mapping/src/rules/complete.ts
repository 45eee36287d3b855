/** What could be written at a place of a rules file that somebody is writing: by the schema, and by indentation, since half a file is no YAML yet. */
import { knownKeysAt, knownValuesAt, wordsAt } from './checks/schema-at.ts';

export type Completions = {
  /** Where the word begins that would be replaced. */
  readonly from: number;
  readonly options: readonly { readonly label: string; readonly info: string | null; readonly isKey: boolean }[];
};

type Path = readonly (string | number)[];

/** Null where nothing is known. */
export function completionsAt(text: string, offset: number): Completions | null {
  const before = text.slice(0, offset);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (/(^|\s)#/.test(line)) return null;
  const { path, written } = placeOf(line, before.slice(0, before.length - line.length));
  const value = /^["']?([\w.-]+)["']?:\s+["']?([^"'{[]*)$/.exec(written);
  if (value !== null) {
    const [, key = '', word = ''] = value;
    const options = knownValuesAt([...path, key]).map((label) => ({ label, info: null, isKey: false }));
    return options.length === 0 ? null : { from: offset - word.length, options };
  }
  const word = /^[\w.]*$/.exec(written);
  if (word === null) return null;
  const options = knownKeysAt(path).map((label) => ({ label, info: wordsAt([...path, label]), isKey: true }));
  return options.length === 0 ? null : { from: offset - written.length, options };
}

/** In what the cursor stands, and what of its key or value is written already. */
function placeOf(line: string, above: string): { path: Path; written: string } {
  const { depth, rest, isItem } = entryOf(line);
  const path = [...pathAbove(above, isItem ? depth - 2 : depth), ...(isItem ? [0] : [])];
  // `- { name: db, match: { level: ` stands in two maps that begin on this line.
  return inFlow(path, rest);
}

/** An item of a list counts as two deeper than its dash, as its other keys do. */
function entryOf(line: string): { depth: number; rest: string; isItem: boolean } {
  const dash = /^(\s*)-(\s+)(.*)$/.exec(line);
  if (dash !== null) return { depth: (dash[1] ?? '').length + 2, rest: dash[3] ?? '', isItem: true };
  const rest = line.trimStart();
  return { depth: line.length - rest.length, rest, isItem: false };
}

/** The keys, from the top, of what is indented less than `depth`. */
function pathAbove(above: string, depth: number): Path {
  const path: (string | number)[] = [];
  let left = depth;
  for (const line of above.split('\n').reverse()) {
    if (left <= 0) break;
    if (line.trim() === '' || /^\s*#/.test(line)) continue;
    const entry = entryOf(line);
    const dashAt = entry.depth - 2;
    if (entry.isItem && entry.depth <= left && dashAt < left) {
      if (entry.depth < left) path.unshift(...keyOf(entry.rest));
      path.unshift(0);
      left = dashAt === 0 ? 1 : dashAt;
      if (dashAt === 0) {
        // A list may stand as deep as its key.
        const key = keyAtTop(above.slice(0, above.lastIndexOf(line)));
        return key === null ? path : [key, ...path];
      }
    } else if (!entry.isItem && entry.depth < left) {
      path.unshift(...keyOf(entry.rest));
      left = entry.depth;
    }
  }
  return path;
}

function keyAtTop(above: string): string | null {
  const line = above
    .split('\n')
    .reverse()
    .find((one) => /^[^\s#-]/.test(one));
  return line === undefined ? null : (keyOf(line)[0] ?? null);
}

function keyOf(rest: string): string[] {
  const key = /^["']?([\w.-]+)["']?\s*:/.exec(rest)?.[1];
  return key === undefined ? [] : [key];
}

/** Into the maps in braces that begin on the line and are still open. */
function inFlow(path: Path, rest: string): { path: Path; written: string } {
  const open: string[][] = [];
  let begin = 0;
  for (const [index, letter] of [...rest].entries()) {
    if (letter === '{') {
      open.push(keyOf(rest.slice(begin, index).trim()));
      begin = index + 1;
    } else if (letter === '}') {
      open.pop();
    } else if (letter === ',' && open.length > 0) begin = index + 1;
  }
  return { path: [...path, ...open.flat()], written: rest.slice(begin).trimStart() };
}
