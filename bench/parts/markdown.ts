import { cpus, release } from 'node:os';
import { isReached, type Row } from '../figure.ts';
import { show, showSpread } from './stats.ts';

/** The table of a run, and on what it was made. */
export function markdownOf(rows: readonly Row[], options: string): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Linux ${release()}, Node ${process.version}`;
  return [
    `Made by \`npm run bench${options === '' ? '' : ` -- ${options}`}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Median (least–most).`,
    '',
    '| what | ours | reference | figure | aim | |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${cells(row).join(' | ')} |`),
    '',
  ].join('\n');
}

function cells(row: Row): string[] {
  const reached = isReached(row);
  return [
    row.what,
    row.ours,
    row.reference,
    figureText(row),
    aimText(row),
    reached === null ? '' : reached ? '✓' : '✗',
  ];
}

export function figureText({ figure, unit }: Row): string {
  return `${showSpread(figure)} ${unit}`.trim();
}

export function aimText({ aim, unit }: Row): string {
  if (aim === null) return '';
  return `${'atMost' in aim ? `≤ ${show(aim.atMost)}` : `≥ ${show(aim.atLeast)}`} ${unit}`.trim();
}
