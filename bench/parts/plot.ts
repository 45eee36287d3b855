/** Small pictures for the documents, as SVG text: no library draws fewer lines than these. */

export interface Panel {
  title: string;
  unit: string;
  points: readonly { x: number; y: number }[];
}

const WIDTH = 300;
const HEIGHT = 220;
const LEFT = 56;
const TOP = 40;
const RIGHT = 16;
const BOTTOM = 44;

export interface PlotWords {
  title: string;
  /** What x counts. */
  axis: string;
}

/** Panels side by side: y from zero, so that flat looks flat, and x by powers of ten. */
export function plot(panels: readonly Panel[], { title, axis }: PlotWords): string {
  const width = WIDTH * panels.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" font-family="sans-serif" font-size="11"><title>${title}</title>`,
    `<rect width="${width}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...panels.map((panel, index) => `<g transform="translate(${WIDTH * index} 0)">${draw(panel, axis)}</g>`),
    '</svg>',
    '',
  ].join('\n');
}

function draw({ title, unit, points }: Panel, axis: string): string {
  const top = nice(Math.max(...points.map(({ y }) => y)) * 1.15);
  const [first, last] = [Math.log10(points[0]?.x ?? 1), Math.log10(points.at(-1)?.x ?? 10)];
  const x = (value: number) => LEFT + ((Math.log10(value) - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const lines = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = top * share;
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#dddddd"/>${text(LEFT - 6, y(value) + 4, 'end', String(Math.round(value)))}`;
  });
  const path = points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ');
  const marks = points.map(
    (point) =>
      `<circle cx="${x(point.x).toFixed(1)}" cy="${y(point.y).toFixed(1)}" r="3.5" fill="#1f6feb"/>` +
      text(x(point.x), y(point.y) - 9, 'middle', String(Math.round(point.y))) +
      text(x(point.x), HEIGHT - BOTTOM + 16, 'middle', short(point.x)),
  );
  return [
    `<text x="${LEFT}" y="18" font-weight="bold">${title}</text>`,
    text(LEFT - 6, TOP - 8, 'end', unit),
    ...lines,
    `<polyline points="${path}" fill="none" stroke="#1f6feb" stroke-width="2"/>`,
    ...marks,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, 'middle', axis),
  ].join('');
}

function text(x: number, y: number, anchor: string, words: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="#444444">${words}</text>`;
}

function nice(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}

function short(value: number): string {
  if (value >= 1_000_000) return `${value / 1_000_000} M`;
  return value >= 1_000 ? `${value / 1_000} k` : String(value);
}
