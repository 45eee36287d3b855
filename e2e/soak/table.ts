import type { Row } from './readings.ts';
import type { SoakReport } from './run-soak.ts';

/** The report as Markdown, for people and for docs. */
export function asMarkdown({ minutes, sent, answers, troubles, issues, problems, rows }: SoakReport): string {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => `${name}: ${count}`)
      .join(' · ');
  return [
    `${minutes} minutes, ${sent} deliveries (${list(answers)}), ${issues} issues; ${problems.length} events without their one issue.`,
    `Troubles: ${list(troubles)}.`,
    '',
    '| of | what | at first | median of the second half | growth over it | allowed | |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(rowText),
  ].join('\n');
}

function rowText({ subject, what, unit, first, median, growth, allowed, flat }: Row): string {
  const cell = (value: number, sign = '') =>
    `${value > 0 ? sign : ''}${unit === 'MB' ? value.toFixed(1) : Math.round(value)}${unit && ` ${unit}`}`;
  const cells = [
    subject,
    what,
    cell(first),
    cell(median),
    cell(growth, '+'),
    cell(allowed),
    flat ? 'flat' : '**grows**',
  ];
  return `| ${cells.join(' | ')} |`;
}
