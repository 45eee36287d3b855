/** Marks that belong to code: what stands before one in its text tells. */
import type { Context } from './tokenizer.ts';

type Token = Context['events'][number][1];

/**
 * `int *a, char* b`: an asterisk at the end of a type's name closes nothing where the one before belongs to a type as well, comments
 * between them or not. One
 * type alone is not enough, since `long` and `double` are words of English too.
 */
export function isPointer(context: Context): boolean {
  return pointers.test(textOf(tokensBefore(context, THE_MARKS), context));
}

const type = String.raw`(?<!\w)(?:void|bool|char|short|int|long|float|double|signed|unsigned|const|FILE|\w{1,30}_t|(?:struct|enum|union) \w{1,30})`;
const pointers = new RegExp(String.raw`${type} ?\*{1,3} ?\w(?:[^*]|(?<=/)\*|\*(?=/))*${type}$`);

/** Whether the word that is being read is a path of Windows, `C:\\logs` or `\\\\server`: its backslashes protect nothing. */
export function isInPath(context: Context): boolean {
  return path.test(textOf(tokensBefore(context, THE_BACKSLASH), context));
}

/** A name may have blanks: `C:\\Program Files (x86)\\`. */
const path = /(?:^|[\s"'(=，：（“])(?:[A-Za-z]:\\?|\\\\\w)(?:[^\s\\]*(?: [^\s\\]+){0,3}\\)*[^\s\\]*(?: [^\s\\]+){0,3}$/;

/**
 * As many underscores right before the one word that ends here: those of `__foo_bar__`, which is a name whatever comes behind it.
 * With Chinese between them they are meant as bold.
 */
export function marksBeforeWord(context: Context, length: number): Token | null {
  for (const [index, token] of tokensBefore(context, THE_MARKS).entries()) {
    const text = context.sliceSerialize(token);
    if (token.type === 'data') {
      if (/[\s\p{Script=Han}]/u.test(text)) return null;
    } else if (!text.startsWith('_')) return null;
    else if (index > 0 && text.length === length) return token;
  }
  return null;
}

/** The last events are of what is looked at itself: marks that have ended, a backslash that has begun. */
const THE_MARKS = 2;
const THE_BACKSLASH = 1;

/** Text and marks, the nearest first. Each is looked at a few times at most, however long the text is. */
function tokensBefore(context: Context, skipped: number): Token[] {
  const tokens: Token[] = [];
  const end = context.now().offset;
  // Each token has two events.
  for (let at = context.events.length - 1 - skipped; at > 0 && tokens.length < MAX_TOKENS; at -= 2) {
    const token = context.events[at]?.[1];
    if (token === undefined || (token.type !== 'data' && token.type !== 'attentionSequence')) break;
    tokens.push(token);
    if (end - token.start.offset > LONGEST) break;
  }
  return tokens;
}

/** Of the text before an asterisk. */
const LOOKED = 100;
const LONGEST = 300;
const MAX_TOKENS = 40;

function textOf(tokens: readonly Token[], context: Context): string {
  const [start, end] = [tokens.at(-1)?.start, tokens[0]?.end];
  return start === undefined || end === undefined ? '' : context.sliceSerialize({ start, end }).slice(-LOOKED);
}
