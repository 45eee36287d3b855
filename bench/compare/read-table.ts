/** Rows of a `figures.md` as `npm run bench` writes it: what is measured, its figure, and its aim if it has one. */
export interface Measured {
  what: string;
  figure: number;
  unit: string;
  /** True where more is better, as for events a second. */
  moreIsBetter: boolean;
}

export function readTable(markdown: string): Measured[] {
  return markdown.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const [, what = '', , , figure = '', aim = ''] = cells;
    const parts = /^(-?\d+(?:\.\d+)?)(?: \([^)]*\))?\s*(.*)$/.exec(figure);
    if (!parts) return [];
    return [{ what, figure: Number(parts[1]), unit: parts[2] ?? '', moreIsBetter: aim.startsWith('≥') }];
  });
}
