/**
 * Guance's texts are Markdown, but what a variable brings into them is not: identifiers, paths, schedules, patterns. So a mark
 * means something only where a person can have meant it. And Chinese has no blanks: bold beside full-width punctuation is bold.
 * Both are extensions of the parser, which then pairs the marks as always. https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis
 */

import { isInPath, isPointer, marksBeforeWord } from './code-marks.ts';
import type { Code, Construct, Context, Extension } from './tokenizer.ts';

/** Decides anew which `*` and `_` may open or close, given what stands beside them. */
const attention: Construct = {
  name: 'attentionAsMeant',
  resolveAll: (events, context) => standard(context).resolveAll?.(events, context) ?? events,
  tokenize(effects, ok, nok) {
    const before = this.previous;
    return standard(this).tokenize.call(
      this,
      effects,
      (after) => {
        const token = this.events.at(-1)?.[1];
        if (token) {
          const length = token.end.offset - token.start.offset;
          const mark = this.sliceSerialize(token).charAt(0);
          const opening =
            mark === '_' && kindOf(characterOf(after)) !== 'letter' ? marksBeforeWord(this, length) : null;
          if (opening !== null) Object.assign(opening, NOTHING);
          const isCode = opening !== null || (mark === '*' && isPointer(this));
          Object.assign(token, isCode ? NOTHING : roleOf(mark, length, characterOf(before), characterOf(after)));
        }
        return ok(after);
      },
      nok,
    );
  },
};

/** A backslash that protects nothing: of a path, of a pattern. Where this does not apply the standard escape does. */
const backslash: Construct = {
  name: 'backslashAsText',
  tokenize(effects, ok, nok) {
    const before = characterOf(this.previous);
    return (code) => {
      effects.enter('data');
      effects.consume(code);
      return (next: Code) => {
        const after = characterOf(next);
        if (after === '\\') {
          effects.consume(next);
          effects.exit('data');
          return ok;
        }
        if (!staysBefore(before, after) && !(signs.test(after) && isInPath(this))) return nok(next);
        effects.exit('data');
        return ok(next);
      };
    };
  },
};

export const asWritten: Extension = {
  // By the code of the character: * \ _
  text: { 42: attention, 92: backslash, 95: attention },
};

const NOTHING = { _open: false, _close: false };

/** May a mark between these two characters open emphasis, may it close it? `''` is an edge of the text. */
export function roleOf(
  mark: string,
  length: number,
  before: string,
  after: string,
): { _open: boolean; _close: boolean } {
  const left = kindOf(before);
  const right = kindOf(after);
  if (left === 'letter' && right === 'letter') return NOTHING;
  if (length === 1 && mark === '*') {
    if (/[\d/]/.test(before) || /[\d/]/.test(after)) return NOTHING;
    if (left === 'sign' && right === 'sign' && (!/[*_~`]/.test(before + after) || /^[\])}_]_/.test(before + after)))
      return NOTHING;
  }
  // `src/**/x` and the like.
  if (/[\w/]/.test(before) && /[\w/]/.test(after)) return NOTHING;
  const open = right !== 'blank' && (right !== 'sign' || left !== 'letter');
  const close = left !== 'blank' && (left !== 'sign' || right !== 'letter');
  if (mark === '*') return { _open: open && !(length === 1 && after === '.'), _close: close };
  return {
    _open: open && (left === 'blank' || left === 'wide' || /[("'*~]/.test(before)),
    _close: close && (right === 'blank' || right === 'wide' || /[),;!?"'*~]/.test(after)),
  };
}

/** Chinese letters and punctuation are alike: none of them says where a word ends. */
function kindOf(character: string): 'blank' | 'wide' | 'letter' | 'sign' {
  if (character === '' || /\s/.test(character)) return 'blank';
  if (wide.test(character)) return 'wide';
  return /[\p{P}\p{S}]/u.test(character) ? 'sign' : 'letter';
}

/** Halves of surrogate pairs as well: emoji and rare ideographs. */
const wide =
  /[\u2018\u2019\u201C\u201D\u2026\u2014\u1100-\u11FF\u2E80-\uA4CF\uAC00-\uD7AF\uD800-\uDFFF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF]/;

/** What a backslash could protect, but for a backtick: code begins there. */
const signs = /[!-/:-@[-_{-~]/;

function staysBefore(before: string, after: string): boolean {
  if (after === '_') return before !== '' && !/[\s*([{"']/.test(before) && kindOf(before) !== 'wide';
  return /[A-Za-z:_]/.test(before) && /[.$(){}@&%,;:=/'"?^+-]/.test(after);
}

/** The parser has negative numbers for line ends and tabs. */
function characterOf(code: Code): string {
  if (code === null) return '';
  return code < 0 ? ' ' : String.fromCharCode(code);
}

/** The parser's own, by its place: its package exports it, but is none of ours. */
function standard(context: Context): Construct {
  const constructs: readonly Partial<Construct>[] = context.parser.constructs.insideSpan.null ?? [];
  const found = constructs.find((construct): construct is Construct => construct.name === 'attention');
  if (found === undefined)
    throw new Error('The Markdown parser has no construct named attention. Look at its change log.');
  return found;
}
