/** The comments that an issue gets over the life of its fault. Pure: facts in, one paragraph out. */
import type { Root } from 'mdast';
import type { Level } from '../level.ts';
import { joined, textsIn } from '../text/catalogue.ts';
import { cutText, oneLine } from '../text/clean-text.ts';
import type { Language } from '../text/language.ts';
import type { CommentTexts } from '../text/texts.ts';
import { clockBeside, durationText } from '../text/times.ts';

/** What became of the priority when the level changed: `from` and `to` are Jira's names. */
export type PriorityEnd =
  | { readonly end: 'kept'; readonly name: string }
  | { readonly end: 'raised'; readonly from: string; readonly to: string }
  | { readonly end: 'refused'; readonly to: string };

/** What became of the status on recovery or on a new round: names are Jira's own. */
export type StatusEnd =
  | { readonly end: 'moved'; readonly from: string; readonly to: string }
  /** No transition that the rules name is offered; `stoppedAt` is where steps towards it ended. Or Jira refused it in these words. */
  | { readonly end: 'not_offered'; readonly wanted: string; readonly stoppedAt: string | null }
  | {
      readonly end: 'refused';
      readonly wanted: string;
      readonly words: string;
      /** Where steps towards it ended; left out where there was none. */
      readonly stoppedAt?: string;
      /** Names of fields that its screen asks for and the rules do not fill. */
      readonly missing?: readonly string[];
    }
  /** Nothing was to be changed. */
  | { readonly end: 'as_it_is' };

/** Times are milliseconds; `value` is what Guance measured. */
export type FaultComment =
  | {
      readonly kind: 'level';
      readonly at: number;
      readonly from: Level | null;
      readonly to: Level | null;
      readonly value: string | null;
      readonly priority: PriorityEnd | null;
      /** The issue was closed by a person while the fault goes on. */
      readonly closed: boolean;
    }
  | {
      readonly kind: 'repeat';
      readonly at: number;
      readonly since: number;
      readonly count: number;
      readonly value: string | null;
    }
  | {
      readonly kind: 'recovered';
      readonly at: number;
      readonly lastedS: number | null;
      /** Who ended it by hand. */
      readonly by?: string | null;
      readonly status: StatusEnd;
    }
  | { readonly kind: 'again'; readonly at: number; readonly afterS: number | null; readonly status: StatusEnd }
  | {
      readonly kind: 'late';
      readonly at: number;
      readonly level: Level | null;
      readonly value: string | null;
    };

export type CommentLook = {
  readonly language: Language;
  readonly timezone: string;
  readonly route: string;
  /** When the round began: a time on the same day is shown without its date. */
  readonly beside: number | null;
};

/** One paragraph in the language of the route. */
export function faultComment(comment: FaultComment, look: CommentLook): Root {
  const text = oneLine(textOf(comment, look));
  return { type: 'root', children: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }] };
}

function textOf(comment: FaultComment, look: CommentLook): string {
  const { comment: words, issue } = textsIn(look.language);
  const { levels, units } = issue;
  const clock = (ms: number) => clockBeside(ms, look.beside, look.timezone);
  const at = clock(comment.at);
  const level = (name: Level | null) => (name === null ? words.unknownLevel : levels[name]);
  switch (comment.kind) {
    case 'level': {
      const change = words.level(at, level(comment.from), level(comment.to), valueText(comment.value, words));
      return joined(
        look.language,
        change,
        comment.closed ? words.closed : priorityText(comment.priority, words, look.route),
      );
    }
    case 'repeat':
      return words.repeat(clock(comment.since), comment.count, at, valueText(comment.value, words));
    case 'recovered': {
      const lasted = comment.lastedS === null ? null : durationText(comment.lastedS, units);
      const by = cutText(oneLine(comment.by ?? ''), maxName);
      return joined(
        look.language,
        words.recovered(at, by, lasted),
        statusText(comment.status, look.language, look.route),
      );
    }
    case 'again': {
      const after = comment.afterS === null ? null : durationText(comment.afterS, units);
      return comment.status.end === 'moved'
        ? words.again(at, after, true)
        : joined(look.language, words.again(at, after, false), statusText(comment.status, look.language, look.route));
    }
    case 'late':
      return words.late(at, level(comment.level), valueText(comment.value, words));
  }
}

/** What became of the status, in one sentence; '' where nothing was to be changed. */
export function statusSentence(
  status: StatusEnd,
  { language, route }: Pick<CommentLook, 'language' | 'route'>,
): string {
  return statusText(status, language, route);
}

/** A value may be a whole document; a comment is to be glanced at. */
const maxValue = 200;
const maxName = 60;

function valueText(value: string | null, words: CommentTexts): string {
  return value === null ? '' : words.value(cutText(oneLine(value), maxValue));
}

function priorityText(priority: PriorityEnd | null, words: CommentTexts, route: string): string {
  if (priority === null) return '';
  if (priority.end === 'kept') return words.priorityKept(priority.name);
  if (priority.end === 'raised') return words.priorityRaised(priority.from, priority.to);
  return words.priorityRefused(priority.to, route);
}

function statusText(status: StatusEnd, language: Language, route: string): string {
  const { comment: words, betweenItems } = textsIn(language);
  if (status.end === 'moved') return words.moved(status.from, status.to);
  if (status.end === 'not_offered') return words.notOffered(status.wanted, status.stoppedAt, route);
  if (status.end === 'refused') {
    const refused = words.refused(status.wanted, cutText(oneLine(status.words), 300), status.stoppedAt ?? null, route);
    const missing = cutText(oneLine((status.missing ?? []).join(betweenItems)), 300);
    return missing === '' ? refused : joined(language, refused, words.missing(missing));
  }
  return '';
}
