import { jqlFailure } from '../errors.ts';
import { type Token, tokenize } from './tokens.ts';

export type Value = { text: string; isFunction: boolean; isEmpty: boolean };
export type Clause =
  | { kind: 'and' | 'or'; parts: Clause[] }
  | { kind: 'not'; part: Clause }
  | { kind: 'terminal'; field: string; operator: string; values: Value[] };
export type Order = { field: string; descending: boolean };
export type Query = { where: Clause | undefined; order: Order[] };

/** Reads JQL: terminal clauses, AND, OR, NOT, parentheses, ORDER BY. */
export function parseJql(jql: string): Query {
  const reader = new Reader(tokenize(jql));
  const where = reader.isAtEnd() || reader.peekWords('order', 'by') ? undefined : reader.or();
  const order = reader.takeWords('order', 'by') ? reader.order() : [];
  const rest = reader.peek();
  if (rest !== undefined) throw reader.unexpected("Expecting either 'OR' or 'AND'");
  return { where, order };
}

class Reader {
  readonly #tokens: Token[];
  #next = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  isAtEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  peek(offset = 0): Token | undefined {
    return this.#tokens[this.#next + offset];
  }

  peekWords(...words: string[]): boolean {
    return words.every((word, n) => {
      const token = this.peek(n);
      return token?.kind === 'word' && token.text.toLowerCase() === word;
    });
  }

  takeWords(...words: string[]): boolean {
    if (!this.peekWords(...words)) return false;
    this.#next += words.length;
    return true;
  }

  unexpected(expecting: string): Error {
    const token = this.peek();
    const got = token === undefined ? 'before the end of the query' : `but got '${token.text}'`;
    const where = token === undefined ? '' : ` (line 1, character ${token.at + 1})`;
    return jqlFailure(`Error in the JQL Query: ${expecting} ${got}.${where}`);
  }

  or(): Clause {
    const parts = [this.and()];
    while (this.takeWords('or')) parts.push(this.and());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'or', parts };
  }

  order(): Order[] {
    const orders: Order[] = [];
    do {
      const field = this.name();
      const descending = this.takeWords('desc');
      if (!descending) this.takeWords('asc');
      orders.push({ field, descending });
    } while (this.punctuation(','));
    return orders;
  }

  private and(): Clause {
    const parts = [this.not()];
    while (this.takeWords('and')) parts.push(this.not());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'and', parts };
  }

  private not(): Clause {
    if (this.takeWords('not')) return { kind: 'not', part: this.not() };
    if (!this.punctuation('(')) return this.terminal();
    const inner = this.or();
    if (!this.punctuation(')')) throw this.unexpected("Expecting ')'");
    return inner;
  }

  private terminal(): Clause {
    const field = this.name();
    const operator = this.operator();
    if (operator === 'in' || operator === 'not in') return { kind: 'terminal', field, operator, values: this.list() };
    return { kind: 'terminal', field, operator, values: [this.value()] };
  }

  private name(): string {
    const token = this.peek();
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'string')) {
      throw this.unexpected('Expecting a field name');
    }
    this.#next += 1;
    return token.text;
  }

  private operator(): string {
    const token = this.peek();
    if (token?.kind === 'operator') {
      this.#next += 1;
      return token.text;
    }
    for (const words of [['is', 'not'], ['not', 'in'], ['is'], ['in']]) {
      if (this.takeWords(...words)) return words.join(' ');
    }
    throw this.unexpected(
      "Expecting operator. The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'",
    );
  }

  private list(): Value[] {
    if (!this.punctuation('(')) throw this.unexpected("Expecting '('");
    const values = [this.value()];
    while (this.punctuation(',')) values.push(this.value());
    if (!this.punctuation(')')) throw this.unexpected("Expecting ')'");
    return values;
  }

  private value(): Value {
    const token = this.peek();
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'string'))
      throw this.unexpected('Expecting a value');
    this.#next += 1;
    const isFunction = token.kind === 'word' && this.punctuation('(');
    if (isFunction && !this.punctuation(')')) throw this.unexpected("Expecting ')'");
    const isEmpty = token.kind === 'word' && ['empty', 'null'].includes(token.text.toLowerCase());
    return { text: token.text, isFunction, isEmpty };
  }

  private punctuation(text: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'punctuation' || token.text !== text) return false;
    this.#next += 1;
    return true;
  }
}
