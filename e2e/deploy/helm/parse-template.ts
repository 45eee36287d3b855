/** The templates of our chart as a tree: the part of Go's template language that they use, and an error for all else. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'put'; readonly pipe: string }
  | { readonly kind: 'set'; readonly name: string; readonly pipe: string }
  | { readonly kind: 'if' | 'with'; readonly branches: readonly Branch[] };

export interface Branch {
  /** Null: else. */
  readonly pipe: string | null;
  readonly body: readonly Node[];
}

const TAG = /\{\{(-?)\s*(?:\/\*[\s\S]*?\*\/|([\s\S]*?))\s*(-?)\}\}/g;

type Token = { readonly text: string } | { readonly tag: string };

/** Named templates of `define`, and what stands outside of them under the name of the file. */
export function parseTemplate(file: string, text: string): Map<string, readonly Node[]> {
  const tokens = tokensOf(text);
  const named = new Map<string, readonly Node[]>();
  let at = 0;
  const nodes = (): Node[] => {
    const found: Node[] = [];
    for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
      if ('tag' in token && /^(end|else)\b/.test(token.tag)) break;
      at += 1;
      if ('text' in token) found.push({ kind: 'text', text: token.text });
      else found.push(...nodeOf(token.tag));
    }
    return found;
  };
  const nodeOf = (tag: string): Node[] => {
    const [, word = '', rest = ''] = /^(\w+)\b\s*([\s\S]*)$/.exec(tag) ?? [];
    if (word === 'define') {
      named.set(rest.replaceAll('"', ''), block(rest)[0]?.body ?? []);
      return [];
    }
    if (word === 'if' || word === 'with') return [{ kind: word, branches: block(rest) }];
    if (word === 'range') throw new Error(`${file}: range is not known here`);
    const [, name, pipe = ''] = /^(\$\w+) :?= ([\s\S]*)$/.exec(tag) ?? [];
    return [name ? { kind: 'set', name, pipe } : { kind: 'put', pipe: tag }];
  };
  const block = (first: string): Branch[] => {
    const branches: Branch[] = [{ pipe: first, body: nodes() }];
    for (;;) {
      const token = tokens[at];
      at += 1;
      if (token === undefined || !('tag' in token)) throw new Error(`${file}: a block has no end`);
      if (token.tag === 'end') return branches;
      branches.push({ pipe: token.tag === 'else' ? null : token.tag.replace(/^else if /, ''), body: nodes() });
    }
  };
  named.set(file, nodes());
  if (at < tokens.length) throw new Error(`${file}: an end without a beginning`);
  return named;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  let trimNext = false;
  const push = (part: string, trimEnd: boolean) => {
    const started = trimNext ? part.trimStart() : part;
    tokens.push({ text: trimEnd ? started.trimEnd() : started });
  };
  for (const match of text.matchAll(TAG)) {
    push(text.slice(from, match.index), match[1] === '-');
    if (match[2] !== undefined) tokens.push({ tag: match[2].trim() });
    trimNext = match[3] === '-';
    from = match.index + match[0].length;
  }
  push(text.slice(from), false);
  return tokens;
}
