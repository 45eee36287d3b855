/**
 * Reads issues by their keys, upward from one number. What many events wait for is read once: keys that were read before are not
 * read again (a number is given out once), and reads asked for at the same time are one.
 */
import type { StoredIssue, Tracker } from '@guance-jira/jira';

export interface KeyRange {
  /** Such as `OPS`. */
  prefix: string;
  from: number;
  /** A number that is surely given out by now, so that a run of missing keys below it is no end. */
  reach: number;
  /** So many missing keys one after another count as the end. */
  endRun?: number;
}

export interface RangeRead {
  from: number;
  /** By number, from `from` on. */
  found: ReadonlyMap<number, StoredIssue>;
  /** Issues of which it is not known which number led to them. */
  moved: readonly StoredIssue[];
  /** There are more keys than are read. */
  tooLong: boolean;
  /** As in `Found`. */
  clockSkewMs: number;
}

export interface KeyReader {
  /**
   * @param begunAfter by the reader's clock: an older read does not count
   * @throws whatever a slot or a request throws, for all who share it
   */
  read(range: KeyRange, begunAfter: number): Promise<RangeRead>;
}

export interface KeyReaderDeps {
  tracker: Pick<Tracker, 'readByKeys' | 'keysAtOnce'>;
  /** Waits until one more request may go. */
  slot: () => Promise<void>;
  /** Milliseconds that only go forward. */
  clock: () => number;
}

/** More keys than that are not read: so much goes on in the project that search is cheaper. */
export const MAX_KEYS = 500;
/** So many keys are missing one after another where the keys end. A few can be missing before: a create that failed takes one too. */
const END_RUN = 5;
/** Reads wait this long for company. */
const GATHER_MS = 20;

export function createKeyReader(deps: KeyReaderDeps): KeyReader {
  const projects = new Map<string, ProjectKeys>();
  return {
    read: async (range, begunAfter) => {
      const project = projects.get(range.prefix) ?? projectKeys(range.prefix, deps);
      projects.set(range.prefix, project);
      return project.read(range, begunAfter);
    },
  };
}

interface ProjectKeys {
  read(range: KeyRange, begunAfter: number): Promise<RangeRead>;
}

interface Wanted {
  from: number;
  reach: number;
  endRun: number;
}

interface Read extends Wanted {
  begunAt: number;
  tooLong: boolean;
  clockSkewMs: number;
}

function projectKeys(prefix: string, deps: KeyReaderDeps): ProjectKeys {
  const found = new Map<number, StoredIssue>();
  const moved = new Map<string, StoredIssue>();
  let last: Read | null = null;
  let next: (Wanted & { read: Promise<Read> }) | null = null;
  let under: Promise<unknown> = Promise.resolve();

  async function run({ from, reach, endRun }: Wanted): Promise<Read> {
    forgetBelow(found, from - MAX_KEYS);
    const begunAt = deps.clock();
    let clockSkewMs = 0;
    let [number, top] = [from, from];
    while (number <= Math.max(top, reach) + endRun && number < from + MAX_KEYS) {
      const asked: number[] = [];
      for (; asked.length < deps.tracker.keysAtOnce && number < from + MAX_KEYS; number += 1) {
        if (found.has(number)) top = Math.max(top, number);
        else asked.push(number);
      }
      if (asked.length === 0) continue;
      await deps.slot();
      const read = await deps.tracker.readByKeys(asked.map((one) => `${prefix}-${one}`));
      clockSkewMs = read.clockSkewMs;
      for (const issue of read.moved) moved.set(issue.id, issue);
      for (const id of [...moved.keys()].slice(0, -MAX_KEYS)) moved.delete(id);
      for (const one of asked) {
        const issue = read.found.get(`${prefix}-${one}`);
        if (issue) {
          found.set(one, issue);
          top = Math.max(top, one);
        }
      }
    }
    const tooLong = number >= from + MAX_KEYS && Math.max(top, reach) + endRun >= number;
    last = { begunAt, from, reach, endRun, tooLong, clockSkewMs };
    return last;
  }

  function joined({ from, reach, endRun }: Wanted): Promise<Read> {
    if (next) {
      next.from = Math.min(next.from, from);
      next.reach = Math.max(next.reach, reach);
      next.endRun = Math.max(next.endRun, endRun);
      return next.read;
    }
    const gathering = { from, reach, endRun, read: Promise.resolve() as Promise<unknown> as Promise<Read> };
    next = gathering;
    gathering.read = (async () => {
      await under.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      next = null;
      const read = run(gathering);
      under = read;
      return read;
    })();
    return gathering.read;
  }

  return {
    read: async ({ from, reach, endRun = END_RUN }, begunAfter) => {
      const far = last && last.from <= from && last.reach >= reach && last.endRun >= endRun;
      const enough = far && last && last.begunAt >= begunAfter;
      const { tooLong, clockSkewMs } = enough && last ? last : await joined({ from, reach, endRun });
      const own = [...found].filter(([number]) => number >= from);
      return { from, found: new Map(own), moved: [...moved.values()], tooLong, clockSkewMs };
    },
  };
}

function forgetBelow(found: Map<number, StoredIssue>, least: number): void {
  for (const number of found.keys()) if (number < least) found.delete(number);
}
