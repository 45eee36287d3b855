/** What a storm's one issue says: why it is there, which faults it lists, and that they are over. Pure. */
import type { List, ListItem, Paragraph, Root } from 'mdast';
import { maxSummary } from '../fields/summary.ts';
import type { IssueDraft } from '../issue/draft.ts';
import type { Level } from '../level.ts';
import type { Storm } from '../rules/rules.ts';
import { type AlertEvent, objectText } from '../source/alert-event.ts';
import { cutText, oneLine } from '../text/clean-text.ts';
import { type Language, sentencesIn } from '../text/sentences.ts';
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
  const words = catalogue[look.language];
  const { units, levels } = sentencesIn(look.language);
  const window = durationText(Math.round(storm.windowMs / 1000), units);
  const kept = storm.keep.map((level) => levels[level]).join(words.and);
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
  const words = catalogue[look.language];
  const { levels } = sentencesIn(look.language);
  const items = faults.map(({ at, level, title, object }): ListItem => {
    const parts = [clockBeside(at, since, look.timezone), level === null ? '' : levels[level], title, object];
    return { type: 'listItem', spread: false, children: [paragraph(parts.filter((part) => part !== '').join(' · '))] };
  });
  const list: List = { type: 'list', ordered: false, spread: false, children: items };
  return { type: 'root', children: [paragraph(words.listed(faults.length, total)), list] };
}

/** `status`: what became of the issue, as a sentence of its own or ''. */
export function stormOver(total: number, status: string, look: Pick<StormLook, 'language'>): Root {
  const words = catalogue[look.language];
  const text = [words.over(total), status].filter((part) => part !== '').join(look.language === 'en' ? ' ' : '');
  return { type: 'root', children: [paragraph(text)] };
}

/** So that a hundred of them stay below the limit of a comment, in either form. */
const longest = 60;

function paragraph(value: string): Paragraph {
  return { type: 'paragraph', children: [{ type: 'text', value }] };
}

type Words = {
  readonly and: string;
  readonly summary: (route: string, window: string, limit: number) => string;
  readonly why: (route: string, since: string, window: string, limit: number) => string;
  readonly kept: (levels: string, limit: number) => string;
  readonly closes: string;
  readonly listed: (count: number, total: number) => string;
  readonly over: (total: number) => string;
};

const catalogue: Record<Language, Words> = {
  zh: {
    and: '、',
    summary: (route, window, limit) => `告警风暴：路由 ${route} 在 ${window}内超过 ${limit} 个新问题`,
    why: (route, since, window, limit) =>
      `自 ${since} 起，路由 ${route} 在 ${window}内的新问题已达到 ${limit} 个。其余故障不再单独创建问题，而是列在本问题的评论中。`,
    kept: (levels, limit) => `${levels}等级的故障仍单独创建，最多 ${limit} 个。`,
    closes: '所列故障全部恢复后，本问题会自动关闭。',
    listed: (count, total) => `新增 ${count} 个故障，共 ${total} 个：`,
    over: (total) => `所列的 ${total} 个故障均已恢复。`,
  },
  en: {
    and: ', ',
    summary: (route, window, limit) => `Alert storm: route ${route} has more than ${limit} new issues in ${window}`,
    why: (route, since, window, limit) =>
      `Since ${since} route ${route} has had ${limit} new issues within ${window}. Further faults get no issue of their own; they are listed in the comments here.`,
    kept: (levels, limit) => `Faults of level ${levels} still get their own, up to ${limit}.`,
    closes: 'This issue is closed when all listed faults have recovered.',
    listed: (count, total) => `${count} more ${count === 1 ? 'fault' : 'faults'}, ${total} in all:`,
    over: (total) => `All ${total} listed faults have recovered.`,
  },
};
