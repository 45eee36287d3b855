/** Log lines in an answer of `df/query_data_v1` (docs/zh/open-api/query-data/query-data-v1.md): series of columns and rows. */
import { z } from 'zod';

export interface LogLine {
  /** Milliseconds; null where the query leaves it out. */
  at: number | null;
  text: string;
}

export interface Span {
  /** In DQL. */
  query: string;
  /** Milliseconds. */
  from: number;
  until: number;
}

/** All fields of a line in one row, the newest first. */
export const LOG_FORM = { orderby: [{ time: 'desc' }], disableMultipleField: false };

const Cell = z.unknown();
const Series = z.object({
  columns: z.array(z.string()),
  values: z
    .array(z.array(Cell))
    .nullish()
    .transform((rows) => rows ?? []),
});
export const QueryData = z.object({
  data: z.array(
    z.object({
      /** It is computed still, and has to be asked for again. */
      is_running: z.boolean().nullish(),
      series: z
        .array(Series)
        .nullish()
        .transform((series) => series ?? []),
    }),
  ),
});

/** Oldest first. A line is its `message` where the query has that, else all that it has. */
export function linesIn(data: z.infer<typeof QueryData>['data']): LogLine[] {
  const lines = data.flatMap(({ series }) => series).flatMap(linesOf);
  // Stable: lines of one millisecond come newest first, so they are turned round as well.
  return lines.reverse().sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

function linesOf({ columns, values }: z.infer<typeof Series>): LogLine[] {
  const [time, message] = [columns.indexOf('time'), columns.indexOf('message')];
  return values.flatMap((row) => {
    const at = typeof row[time] === 'number' ? row[time] : null;
    const shown = message >= 0 ? [textOf(row[message])] : row.filter((_, index) => isShown(columns[index])).map(textOf);
    const text = shown.filter((part) => part !== '').join(' ');
    return text === '' ? [] : [{ at, text }];
  });
}

function isShown(column: string | undefined): boolean {
  return column !== undefined && column !== 'time' && !column.startsWith('__');
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}
