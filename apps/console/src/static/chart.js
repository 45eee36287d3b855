/** Draws what stands in `data-chart` as stacked bars. The figures stand in the table below it as well. */
import uPlot from './uplot/uPlot.esm.js';

const HEIGHT = 190;
const drawn = new Map();

export function drawCharts(part) {
  for (const figure of part.querySelectorAll('[data-chart]')) draw(figure);
}

function draw(figure) {
  // The page may have been renewed while this script was loaded, and drawn by then.
  figure.querySelector('.uplot')?.remove();
  const { at, time, rows } = JSON.parse(figure.dataset.chart);
  const colors = rows.map(({ name }) => colorOf(figure, name));
  // The topmost bar is drawn first, as the sum of all below it, and the others over it.
  const sums = rows.map(() => at.map(() => 0));
  rows.forEach(({ values }, row) => {
    values.forEach((value, index) => {
      sums[row][index] = value + (row > 0 ? sums[row - 1][index] : 0);
    });
  });
  const order = rows.map((_, index) => index).reverse();
  const muted = getComputedStyle(figure).color;
  const grid = getComputedStyle(figure).getPropertyValue('border-top-color');
  const axis = { stroke: muted, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
  const plot = new uPlot(
    {
      width: Math.max(figure.clientWidth, 200),
      height: HEIGHT,
      cursor: { y: false, points: { show: false } },
      legend: { live: true },
      scales: { y: { range: (_plot, _min, max) => [0, Math.max(max, 4)] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          values: (_plot, splits, _axis, _space, step) => splits.map((s) => shortTime(s, step)),
        },
        { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000] },
      ],
      series: [
        { label: time, value: (_plot, second) => (second == null ? '–' : longTime(second)) },
        ...order.map((row) => ({
          label: rows[row].label,
          fill: colors[row],
          stroke: colors[row],
          width: 0,
          points: { show: false },
          paths: uPlot.paths.bars({ size: [0.8, 40] }),
          value: (_plot, _sum, _series, index) => (index == null ? '' : rows[row].values[index]),
        })),
      ],
    },
    [at, ...order.map((row) => sums[row])],
    figure,
  );
  drawn.get(figure)?.disconnect();
  const watch = new ResizeObserver(() => plot.setSize({ width: Math.max(figure.clientWidth, 200), height: HEIGHT }));
  watch.observe(figure);
  drawn.set(figure, watch);
}

/** The colors are those of the words. */
function colorOf(figure, name) {
  const word = document.createElement('span');
  word.className = `badge state-${name}`;
  figure.append(word);
  const { color } = getComputedStyle(word);
  word.remove();
  return color;
}

const language = document.documentElement.lang;

function shortTime(second, step) {
  const at = new Date(second * 1000);
  const isDay = step >= 86_400 || (at.getHours() === 0 && at.getMinutes() === 0);
  return isDay
    ? at.toLocaleDateString(language, { month: 'short', day: 'numeric' })
    : at.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

function longTime(second) {
  return new Date(second * 1000).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
}
