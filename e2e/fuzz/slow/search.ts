/** Looks for the text that holds the event loop longest: shapes are changed a little, and those that grew fastest are changed again. */
import fc from 'fast-check';
import type { Messages } from '../../../packages/operations/src/index.ts';
import { type Entry, entriesFor } from './entries.ts';
import { type Growth, grow, LIMIT_MS } from './measure.ts';
import { KNOWN, PIECES, type Shape } from './shapes.ts';

export interface Slow extends Growth {
  readonly entry: string;
  readonly shape: Shape;
}

export interface SearchReport {
  readonly inputs: number;
  /** The slowest of each entry, slowest first. */
  readonly slowest: readonly Slow[];
  readonly findings: readonly Slow[];
}

const KEPT = 12;

export async function search(
  messages: Messages,
  { minutes, seed, onFinding }: { minutes: number; seed: number; onFinding: (slow: Slow) => void },
): Promise<SearchReport> {
  const until = Date.now() + minutes * 60_000;
  const random = randomFrom(seed);
  const pools = entriesFor(messages).map((entry) => ({ entry, kept: [] as Slow[] }));
  const findings: Slow[] = [];
  let inputs = 0;
  const attempt = async ({ entry, kept }: { entry: Entry; kept: Slow[] }, shape: Shape) => {
    const slow = { entry: entry.name, shape, ...(await grow(entry, shape)) };
    inputs += 1;
    kept.push(slow);
    kept.sort((a, b) => b.ms / b.length - a.ms / a.length);
    kept.length = Math.min(kept.length, KEPT);
    if (slow.ms <= LIMIT_MS) return;
    findings.push(slow);
    onFinding(slow);
  };
  // What was slow once, first: each entry its own part in each round, so that a short run sees some of all.
  for (let round = 0; Date.now() < until; round += 1) {
    for (const [index, pool] of pools.entries()) {
      if (Date.now() >= until) break;
      const known = KNOWN[(round + index * 7) % KNOWN.length] as Shape;
      await attempt(pool, round < KNOWN.length ? known : changed(parentOf(pools, pool, random), random));
    }
  }
  const slowest = pools.flatMap(({ kept }) => [...kept].sort((a, b) => b.ms - a.ms).slice(0, 1));
  return { inputs, slowest: slowest.sort((a, b) => b.ms - a.ms), findings };
}

type Random = (below: number) => number;

/** Mostly one of its own; what is slow elsewhere may be slow here too. */
function parentOf(pools: readonly { kept: Slow[] }[], own: { kept: Slow[] }, random: Random): Shape {
  const pool = random(4) === 0 ? pools[random(pools.length)] : own;
  const kept = pool?.kept ?? [];
  return kept[random(kept.length)]?.shape ?? (KNOWN[random(KNOWN.length)] as Shape);
}

function changed(shape: Shape, random: Random): Shape {
  const piece = () => PIECES[random(PIECES.length)] as string;
  const units = [...shape.units];
  switch (random(8)) {
    case 0:
      return { ...shape, head: random(3) === 0 ? '' : shape.head.slice(0, 40) + piece() };
    case 1:
      return { ...shape, tail: random(3) === 0 ? '' : piece() + shape.tail.slice(0, 40) };
    case 2:
      return random(2) === 0 ? { ...shape, second: piece() } : { head: shape.head, units, tail: shape.tail };
    case 3:
      if (units.length > 1) units.splice(random(units.length), 1);
      return { ...shape, units };
    case 4:
      return { ...shape, units: [piece()] };
    default:
      units.splice(random(units.length + 1), random(2), piece());
      return { ...shape, units: units.slice(0, 8) };
  }
}

/** The same seed, the same shapes tried, as long as the machine measures alike. */
function randomFrom(seed: number): Random {
  const numbers = fc.sample(fc.nat({ max: 2 ** 31 - 1 }), { seed, numRuns: 50_000 });
  let at = 0;
  return (below) => {
    at = (at + 1) % numbers.length;
    return (numbers[at] ?? 0) % Math.max(below, 1);
  };
}
