import type { Link, Paragraph, PhrasingContent, Root, RootContent, Table, TableRow } from 'mdast';
import { resolveLinks } from '../markdown/links.ts';
import { parseMarkdown } from '../markdown/read/parse.ts';
import { type AlertEvent, objectText } from '../source/alert-event.ts';
import { isArrival } from '../source/guance/event-times.ts';
import type { Template } from '../template/compiled.ts';
import { textsIn } from '../text/catalogue.ts';
import { cutText, oneLine } from '../text/clean-text.ts';
import type { Language } from '../text/language.ts';
import type { IssueTexts } from '../text/texts.ts';
import { clockBeside, durationText, fullTime } from '../text/times.ts';
import { ownDescription } from './own-description.ts';

/** The alert's own words, a link to it, what is known about it as a table, and where the issue comes from. */
export function descriptionOf(
  event: AlertEvent,
  look: { language: Language; timezone: string; route: string },
  warnings: string[],
  own: Template | null = null,
): Root {
  const words = textsIn(look.language).issue;
  const message = messageOf(event, warnings);
  const facts = factsOf(event, words, look.timezone);
  const standard: RootContent[] = [
    ...message,
    ...(event.link === null ? [] : [linkParagraph(words.openInGuance, event.link)]),
    ...(facts.length === 0 ? [] : [factTable(facts)]),
  ];
  const children: RootContent[] = [
    ...(own === null ? standard : ownDescription(own, event, standard, warnings)),
    pinned([{ type: 'emphasis', children: [textNode(words.footer(look.route, event.eventId))] }]),
  ];
  return { type: 'root', children };
}

function messageOf(event: AlertEvent, warnings: string[]): readonly RootContent[] {
  if (event.message === null) return [];
  const document = event.document ?? parseMarkdown(event.message);
  if (document.data?.asPlain)
    warnings.push('description: the message takes too long to read as Markdown; its lines stand as they are');
  return resolveLinks(document, event.link).children;
}

type Fact = readonly [name: string, value: string];

/** Only what is known; a fact that Guance did not send has no row. */
function factsOf(event: AlertEvent, words: IssueTexts, timezone: string): Fact[] {
  const { rows } = words;
  const facts: [string, string | null][] = [
    [rows.level, levelText(event, words)],
    [rows.value, event.value],
    [rows.condition, event.condition],
    [rows.object, objectText(event)],
    event.eventTime === null
      ? [rows.received, isArrival(event.receivedAt) ? fullTime(event.receivedAt, timezone) : null]
      : [rows.time, fullTime(event.eventTime, timezone)],
    [rows.faultStart, faultStartText(event, words, timezone)],
    [rows.checkRange, checkRangeText(event, timezone)],
    [rows.monitor, event.monitor.renderedName],
    [rows.reason, event.reason],
    [rows.labels, event.labels.slice(0, maxLabels).join(', ')],
    [rows.workspace, [event.workspace.name, event.site].filter((part) => part !== null).join(' · ')],
  ];
  return facts
    .map(([name, value]): Fact => [name, cutText(oneLine(value ?? ''), maxCell)])
    .filter(([, value]) => value !== '');
}

/** A cell is a fact to glance at; the event's page has the rest. */
const maxCell = 500;
const maxLabels = 100;

function levelText(event: AlertEvent, words: IssueTexts): string | null {
  const word = event.status ?? event.level;
  return event.level === null || word === null ? word : words.named(words.levels[event.level], word);
}

function faultStartText(event: AlertEvent, words: IssueTexts, timezone: string): string | null {
  if (event.faultStart === null) return null;
  const start = clockBeside(event.faultStart, event.eventTime, timezone);
  return event.durationS ? words.lasting(start, durationText(event.durationS, words.units)) : start;
}

function checkRangeText(event: AlertEvent, timezone: string): string | null {
  if (event.checkRange === null) return null;
  const { start, end } = event.checkRange;
  return `${clockBeside(start, event.eventTime, timezone)} – ${clockBeside(end, start, timezone)}`;
}

function linkParagraph(label: string, url: string): Paragraph {
  const link: Link = { type: 'link', url, children: [textNode(label)] };
  return pinned([{ type: 'strong', children: [link] }]);
}

/** A Markdown table must have a header; an empty one is written as none. */
function factTable(facts: readonly Fact[]): Table {
  const row = (cells: readonly string[]): TableRow => ({
    type: 'tableRow',
    children: cells.map((cell) => ({ type: 'tableCell', children: cell === '' ? [] : [textNode(cell)] })),
  });
  return { type: 'table', data: { pinned: true }, children: [row(['', '']), ...facts.map(row)] };
}

function pinned(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', data: { pinned: true }, children };
}

function textNode(value: string): PhrasingContent & { type: 'text' } {
  return { type: 'text', value };
}
