/** What a storm's one issue says: why it is there, which faults it lists, and that they are over. Pure. */
import type { List, ListItem, Paragraph, Root } from 'mdast';
import { maxSummary } from '../fields/summary.ts';
import type { IssueDraft } from '../issue/draft.ts';
import type { Level } from '../level.ts';
import type { Storm } from '../rules/rules.ts';
import { type AlertEvent, objectText } from '../source/alert-event.ts';
import { joined, textsIn } from '../text/catalogue.ts';
import { cutText, oneLine } from '../text/clean-text.ts';
import type { Language } from '../text/language.ts';
import { clockBeside, durationText, fullTime } from '../text/times.ts';

/** A fault as the list shows it. `at` is milliseconds. */
export type ListedFault = {
  readonly at: number;
  readonly level: Level | null;
  readonly title: string;
  readonly object: string;
};

export type StormLook = { readonly language: Language; readonly timezone: string; readonly route: string };

export function listedFaultOf(event: AlertEvent, at: number): ListedFault {
  return {
    at,
    level: event.level,
    title: cutText(oneLine(event.title ?? event.monitor.renderedName ?? event.eventId), longest),
    object: cutText(oneLine(objectText(event)), longest),
  };
}

/** The issue of a storm, made of the issue that one of its faults would have had: same project, type, priority and person. */
export function stormDraft(draft: IssueDraft, storm: Storm, since: number, look: StormLook): IssueDraft {
  const { storm: words, issue, betweenItems } = textsIn(look.language);
  const { units, levels } = issue;
  const window = durationText(Math.round(storm.windowMs / 1000), units);
  const kept = storm.keep.map((level) => levels[level]).join(betweenItems);
  const sentences = [
    words.why(look.route, fullTime(since, look.timezone), window, storm.limit),
    ...(kept === '' ? [] : [words.kept(kept, storm.keepLimit)]),
    words.closes,
  ];
  const footer = draft.description.children.slice(-1);
  return {
    ...draft,
    summary: cutText(oneLine(words.summary(look.route, window, storm.limit)), maxSummary),
    description: { type: 'root', children: [...sentences.map(paragraph), ...footer] },
    eventLink: null,
  };
}

/** One comment's worth of the list. `total` counts all that are listed so far. */
export function stormList(faults: readonly ListedFault[], total: number, look: StormLook, since: number): Root {
  const { storm: words, issue } = textsIn(look.language);
  const { levels } = issue;
  const items = faults.map(({ at, level, title, object }): ListItem => {
    const parts = [clockBeside(at, since, look.timezone), level === null ? '' : levels[level], title, object];
    return { type: 'listItem', spread: false, children: [paragraph(parts.filter((part) => part !== '').join(' · '))] };
  });
  const list: List = { type: 'list', ordered: false, spread: false, children: items };
  return { type: 'root', children: [paragraph(words.listed(faults.length, total)), list] };
}

/** `status`: what became of the issue, as a sentence of its own or ''. */
export function stormOver(total: number, status: string, look: Pick<StormLook, 'language'>): Root {
  const text = joined(look.language, textsIn(look.language).storm.over(total), status);
  return { type: 'root', children: [paragraph(text)] };
}

/** So that a hundred of them stay below the limit of a comment, in either form. */
const longest = 60;

function paragraph(value: string): Paragraph {
  return { type: 'paragraph', children: [{ type: 'text', value }] };
}
