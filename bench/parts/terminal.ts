import { isReached, type Row } from '../figure.ts';
import { aimText, figureText } from './markdown.ts';

export interface Terminal {
  progress(text: string): void;
  rows(rows: readonly Row[]): void;
  end(rows: readonly Row[], file: string): void;
}

/** One line that changes while something runs, where there is a terminal; lines that stay for what is done. */
export function createTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
  const clear = () => stream.isTTY && stream.write('\r\u001B[K');
  return {
    progress: (text) => {
      clear();
      stream.write(stream.isTTY ? text.slice(0, stream.columns - 1) : `${text}\n`);
    },
    rows: (rows) => {
      clear();
      for (const row of rows) stream.write(`${lineOf(row)}\n`);
    },
    end: (rows, file) => {
      const missed = rows.filter((row) => isReached(row) === false);
      stream.write(`\n${missed.length === 0 ? 'all aims reached' : `${missed.length} missed`}; written to ${file}\n`);
    },
  };
}

function lineOf(row: Row): string {
  const reached = isReached(row);
  const sign = reached === null ? ' ' : reached ? '✓' : '✗';
  const aim = row.aim === null ? '' : `  aim ${aimText(row)}`;
  return `${sign} ${row.what.padEnd(62)} ${figureText(row).padEnd(24)}${aim.padEnd(14)} ${row.ours} / ${row.reference}`;
}
