/** What a person may write as the value of a `match` key, read into words. */

type Scalar = string | number | boolean;
type Scalars = Scalar | readonly Scalar[];
/** What a route's `match` may hold for one field. */
export type MatchForm = Scalars | { readonly exact: Scalars } | { readonly not: Scalars | { readonly exact: Scalars } };

export type Word = { readonly kind: 'exact' | 'glob' | 'regex' | 'regex/i'; readonly text: string };

/** One of `wanted` must fit, unless there are none, and none of `unwanted` may. */
export type Words = { readonly wanted: readonly Word[]; readonly unwanted: readonly Word[] };

/** What a person wrote cannot be meant; `hint` says what to write. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** @throws NotUnderstood */
export function readMatchForm(form: MatchForm): Words {
  if (!isObject(form)) {
    const texts = asTexts(form);
    return {
      wanted: texts.filter((text) => !isNegated(text)).map(readWord),
      unwanted: texts.filter(isNegated).map((text) => readWord(text.slice(1))),
    };
  }
  if ('exact' in form) return { wanted: asTexts(form.exact).map(exactly), unwanted: [] };
  if (isObject(form.not)) return { wanted: [], unwanted: asTexts(form.not.exact).map(exactly) };
  return { wanted: [], unwanted: asTexts(form.not).map(readUnderNot) };
}

/** Does every event that fits `later` fit `earlier` too? Surely so if true; false may only mean that it cannot be told. */
export function covers(earlier: Words, later: Words): boolean {
  const among = (words: readonly Word[], all: readonly Word[]) =>
    words.every((word) => all.some((other) => other.kind === word.kind && other.text === word.text));
  const wanted = earlier.wanted.length === 0 || (later.wanted.length > 0 && among(later.wanted, earlier.wanted));
  return wanted && among(earlier.unwanted, later.unwanted);
}

function readWord(text: string): Word {
  if (text.trim() === '')
    throw new NotUnderstood(
      'an empty text fits no event, since Guance leaves out what is empty',
      'write "!*" for a field that is not there, "*" for one that is',
    );
  const regex = /^\/(.*)\/(i?)$/s.exec(text);
  if (regex) return { kind: regex[2] ? 'regex/i' : 'regex', text: regex[1] ?? '' };
  refuseHalfRegex(text);
  return /[*?]/.test(text) ? { kind: 'glob', text } : exactly(text);
}

function readUnderNot(text: string): Word {
  if (isNegated(text))
    throw new NotUnderstood(
      `"${text}" under "not" says no twice`,
      `write not: ${text.slice(1)}, or not: { exact: "${text}" } for a value that begins with "!"`,
    );
  return readWord(text);
}

/** Taken as plain text it would fit nothing, and nobody would be told. */
function refuseHalfRegex(text: string): void {
  if (!text.startsWith('/')) return;
  const plain = `a plain text is { exact: ${JSON.stringify(text)} }`;
  const flags = /^\/.*\/([dgimsuvxy]{1,4})$/s.exec(text)?.[1];
  if (flags !== undefined)
    throw new NotUnderstood(
      `a regular expression has no flags but i, not ${flags}`,
      `write (?s) or (?m) inside it; ${plain}`,
    );
  if (/[|^$\\([]/.test(text))
    throw new NotUnderstood(
      'a regular expression must end with / or /i',
      `write ${JSON.stringify(`${text}/`)}; ${plain}`,
    );
}

function exactly(value: Scalar): Word {
  return { kind: 'exact', text: String(value) };
}

function isNegated(text: string): boolean {
  return text.length > 1 && text.startsWith('!');
}

function isObject<T extends object>(form: Scalars | T): form is T {
  return typeof form === 'object' && !Array.isArray(form);
}

function asTexts(form: Scalars): string[] {
  return (Array.isArray(form) ? form : [form]).map(String);
}
