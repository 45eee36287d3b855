import { PENDING } from './all.ts';
import { RIVAL_RESULTS, RIVALS } from './rivals.ts';
import type { Dialect, Results } from './run-scenarios.ts';

const START = '<!-- scenarios:begin -->';
const END = '<!-- scenarios:end -->';
const OURS: Readonly<Record<Dialect, string>> = { cloud: 'guance-jira (Cloud)', datacenter: 'guance-jira (DC)' };

/** Rows of the table, the heading first: ours, then the rivals, then how many passed of those that apply. */
export function tableOf(results: Readonly<Partial<Record<Dialect, Results>>>): string[][] {
  const ours = (['cloud', 'datacenter'] as const).flatMap((dialect) => {
    const column = results[dialect];
    return column === undefined ? [] : [{ name: OURS[dialect], of: (name: string) => column[name] ?? '-' }];
  });
  const rivals = RIVALS.map(({ name }, index) => ({ name, of: (row: string) => RIVAL_RESULTS[row]?.[index] ?? '-' }));
  const columns = [...ours, ...rivals];
  const names = Object.keys(RIVAL_RESULTS);
  return [
    ['scenario', ...columns.map(({ name }) => name)],
    ...names.map((name) => [name, ...columns.map(({ of }) => of(name))]),
    ['passed', ...columns.map(({ of }) => passed(names.map(of)))],
  ];
}

export function asMarkdown(rows: readonly (readonly string[])[]): string {
  const [head = [], ...rest] = rows;
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rest.map(line)].join('\n');
}

/** For a terminal: columns of equal width. */
export function asText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What a reader of the table must know. */
export function notes(): string {
  const pending = Object.entries(PENDING).map(([name, reason]) => `${name}: ${reason}`);
  const sources = [...new Set(RIVALS.map(({ source }) => source))];
  return [
    'ok: as expected; FAIL (issues created/expected); n/a: not applicable. For the others, FAIL also means "has no such feature".',
    'Where an event arrives a second time: for us the same df_event_id is delivered again, with `group: event`; for the others it is their next flush or repeat.',
    'Where the lookup fails (lookup_reset, moved_project), the answer to our create was lost before: otherwise we look nothing up.',
    'Every Jira here is emulated (ours is tools/jira-sandbox, theirs was made for that measurement), with rules from documents and recordings; none is a real site.',
    `Others, as measured in November 2026: ${sources.join('; ')}.`,
    ...(pending.length === 0 ? [] : [`Pending: ${pending.join('; ')}.`]),
  ].join('\n');
}

/** Puts the table between the markers; a text without them stays as it is. */
export function replaceScenarios(text: string, markdown: string): string {
  const from = text.indexOf(START);
  const to = text.indexOf(END);
  if (from < 0 || to < from) return text;
  return `${text.slice(0, from + START.length)}\n${markdown}\n${text.slice(to)}`;
}

function passed(results: readonly string[]): string {
  const applicable = results.filter((result) => result !== 'n/a' && result !== '-');
  return `${applicable.filter((result) => result === 'ok').length}/${applicable.length}`;
}
