import { jqlFailure } from '../errors.ts';

export type Token = { kind: 'word' | 'string' | 'operator' | 'punctuation'; text: string; at: number };

const operators = ['!=', '!~', '>=', '<=', '=', '~', '>', '<'];

/** Splits JQL into tokens. A quoted word is a `string` and never a keyword. */
export function tokenize(jql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < jql.length) {
    const char = jql.charAt(at);
    if (/\s/.test(char)) {
      at += 1;
      continue;
    }
    const token = quoted(jql, at) ?? symbol(jql, at) ?? word(jql, at);
    tokens.push(token.token);
    at = token.end;
  }
  return tokens;
}

function quoted(jql: string, at: number): { token: Token; end: number } | undefined {
  const quote = jql.charAt(at);
  if (quote !== '"' && quote !== "'") return undefined;
  let text = '';
  for (let end = at + 1; end < jql.length; end += 1) {
    const char = jql.charAt(end);
    if (char === quote) return { token: { kind: 'string', text, at }, end: end + 1 };
    if (char === '\\') {
      end += 1;
      text += jql.charAt(end);
    } else text += char;
  }
  throw jqlFailure(
    `Error in the JQL Query: The quoted string '${text}' has not been completed. (line 1, character ${at + 1})`,
  );
}

function symbol(jql: string, at: number): { token: Token; end: number } | undefined {
  const operator = operators.find((candidate) => jql.startsWith(candidate, at));
  if (operator !== undefined) return { token: { kind: 'operator', text: operator, at }, end: at + operator.length };
  const char = jql.charAt(at);
  if ('(),'.includes(char)) return { token: { kind: 'punctuation', text: char, at }, end: at + 1 };
  return undefined;
}

function word(jql: string, at: number): { token: Token; end: number } {
  const text = /^[^\s()=!~<>,"'+.;?|*/%^$#@[\]{}\\&]+/.exec(jql.slice(at))?.[0];
  if (text === undefined) {
    const char = jql.charAt(at);
    throw jqlFailure(
      `Error in the JQL Query: The character '${char}' is a reserved JQL character. You must enclose it in a string or use the escape '\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}' instead. (line 1, character ${at + 1})`,
    );
  }
  return { token: { kind: 'word', text, at }, end: at + text.length };
}
