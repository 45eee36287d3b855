import { styleText } from 'node:util';
import stringWidth from 'string-width';

/** How a finding is to be taken. Each has a sign of its own, so that nothing hangs on colours. */
export type Level = 'ok' | 'warn' | 'bad' | 'unknown';

export interface Look {
  readonly sign: (level: Level) => string;
  readonly level: (level: Level, text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const SIGNS: Record<Level, string> = { ok: '✔', warn: '!', bad: '✘', unknown: '·' };
const STYLES = { ok: 'green', warn: 'yellow', bad: 'red', unknown: 'gray' } as const;

export function lookFor(colors: boolean): Look {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colors && text !== '' ? styleText(style, text, { validateStream: false }) : text;
  return {
    sign: (level) => paint(STYLES[level], SIGNS[level]),
    level: (level, text) => paint(STYLES[level], text),
    strong: (text) => paint('bold', text),
    faint: (text) => paint('dim', text),
  };
}

/** Rows as columns; a Chinese character takes two places. The last column ends where it ends. */
export function columns(rows: readonly (readonly string[])[], gap = 2): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell) + gap),
      )
      .join('')
      .trimEnd(),
  );
}

export function indent(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}

/** Worst first: `bad`, `warn`, `unknown`, `ok`. */
export function worst(levels: readonly Level[]): Level {
  const order: readonly Level[] = ['bad', 'warn', 'unknown', 'ok'];
  return order.find((level) => levels.includes(level)) ?? 'ok';
}
