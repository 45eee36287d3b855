/** A key or a value, as JSON has it. */
export interface Token {
  readonly written: string;
  readonly end: number;
  /** At how many places it was changed. */
  readonly changes: number;
  /** True where it only stands before a string. */
  readonly introduces?: boolean;
}

const WORD = /[^\s,:{}[\]"'/]+/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NO_NUMBER = /^[-+]?(?:nan|inf|infinity)$/i;
const NOTHING = /^(?:null|none|nil|undefined)$/i;
const NAME = /^[\w$.@-]+$/;
/** Before a string in Python 2, or of bytes. */
const PREFIX = /^(?:u|b|r|br|rb)$/i;

/**
 * What begins at `start` and is no string: a number, or a word that some language writes for one, for nothing or for a truth
 * value. A number that JSON does not know (`007`, `NaN`, `97.3%`) becomes a text. Null for any other word.
 */
export function repairWord(text: string, start: number, isKey: boolean): Token | null {
  WORD.lastIndex = start;
  const [word] = WORD.exec(text) ?? [];
  if (word === undefined) return null;
  const end = start + word.length;
  if (PREFIX.test(word) && (text[end] === '"' || text[end] === "'"))
    return { written: '', end, changes: 1, introduces: true };
  if (isKey) return NAME.test(word) ? { written: JSON.stringify(word), end, changes: 1 } : null;
  const written = asValue(word);
  return written === null ? null : { written, end, changes: written === word ? 0 : 1 };
}

function asValue(word: string): string | null {
  if (NUMBER.test(word)) return word;
  if (/^(?:true|false)$/i.test(word)) return word.toLowerCase();
  if (NOTHING.test(word)) return 'null';
  return NO_NUMBER.test(word) || /^[-+.]?\d/.test(word) ? JSON.stringify(word) : null;
}
