/**
 * Whether Jira holds any issue of ours, asked for a ledger that knows nothing. A search does not show what was made just now, so
 * its "none" is checked in the store: what was made since then has one of the highest keys in the projects of the rules.
 */
import type { Tracker } from '@guance-jira/jira';
import { isJirasRefusal, isMarked } from '@guance-jira/jira';
import type { Rules } from '@guance-jira/mapping';
import type { RequestDeps } from '../throttle/deps.ts';
import { goesOn, takeSlot } from '../throttle/take-slot.ts';
import { keyParts } from './by-keys/highest-keys.ts';
import type { KeyReader, RangeRead } from './by-keys/key-reader.ts';
import { MAX_PROJECTS, minutesSettled, projectsOf } from './by-keys/settled-keys.ts';

/** `unproven`: none was seen, and one may be there all the same. */
export type Ours = 'some' | 'none' | 'unproven';

export interface FirstInstallDeps {
  tracker: Pick<Tracker, 'hasIssues' | 'newestIn' | 'readByKeys' | 'whoAmI'>;
  keyReader: KeyReader;
  rules: () => Rules;
  settleMs: number;
  /** Waits until a request of this kind may go; throws when none may. */
  slot: (endpoint: 'search' | 'get') => Promise<void>;
  /** Before a further request: throws when a pause has begun. */
  goesOn: () => Promise<void>;
}

/** As `issuesOfOurs`, by requests that take their turn; null while it is not proven. */
export async function anyOfOurs(
  { circuit, ...deps }: Omit<FirstInstallDeps, 'slot' | 'goesOn'> & Pick<RequestDeps, 'circuit' | 'tracker'>,
  settled: boolean,
): Promise<boolean | null> {
  const slot = (endpoint: string) => takeSlot({ circuit, tracker: deps.tracker }, endpoint);
  const ours = await issuesOfOurs({ ...deps, slot, goesOn: () => goesOn({ circuit }, 'search') }, settled);
  return ours === 'unproven' ? null : ours === 'some';
}

/**
 * @param settled the index has by now what was made before this ledger began, so that its "none" counts
 * @throws JiraFailure; whatever `slot` and `goesOn` throw
 */
export async function issuesOfOurs(deps: FirstInstallDeps, settled: boolean): Promise<Ours> {
  if (await deps.tracker.hasIssues()) return 'some';
  const projects = projectsOf(deps.rules());
  if (projects.length > MAX_PROJECTS) return settled ? 'none' : 'unproven';
  for (const project of projects) {
    if (await hasUnlabelled(project, deps)) return 'some';
    const ours = settled ? 'none' : await highestKeysOf(project, deps);
    if (ours !== 'none') return ours;
  }
  // A refused login can get empty answers.
  await deps.goesOn();
  await deps.tracker.whoAmI();
  return 'none';
}

/** Where the screen takes no labels, the property of the newest issue that our account made tells whose it is. */
async function hasUnlabelled(project: string, { tracker, slot }: FirstInstallDeps): Promise<boolean> {
  await slot('search');
  const newest = await tracker.newestIn(project, true).catch(orRefused);
  if (newest === REFUSED || newest === null) return false;
  await slot('get');
  const { found, moved } = await tracker.readByKeys([newest.key]);
  return [...found.values(), ...moved].some(isMarked);
}

async function highestKeysOf(project: string, { tracker, keyReader, settleMs, slot }: FirstInstallDeps): Promise<Ours> {
  await slot('search');
  // The index surely has this one, so whatever it may lack has a higher key.
  const newest = await tracker.newestIn(project, false, minutesSettled(settleMs)).catch(orRefused);
  // A project that this account does not see: it would never see an issue of ours there.
  if (newest === REFUSED) return 'none';
  const last = keyParts(newest?.key ?? `${project}-0`);
  if (last === null) return 'unproven';
  const range = { prefix: last.prefix, from: last.number, reach: last.number };
  const read = await keyReader.read(range, performance.now()).catch(orRefused);
  return read === REFUSED ? 'unproven' : judged(read);
}

function judged({ from, found, moved, tooLong }: RangeRead): Ours {
  // By whomever: a clone that a person has made of our issue tells that there was one.
  if ([...found.values(), ...moved].some(isMarked)) return 'some';
  if (tooLong) return 'unproven';
  const top = Math.max(from, ...found.keys());
  for (let number = Math.max(from, 1); number <= top; number += 1)
    // Hidden, deleted, or being made just now.
    if (!found.has(number)) return 'unproven';
  return 'none';
}

const REFUSED = Symbol('refused');

function orRefused(error: unknown): typeof REFUSED {
  if (isJirasRefusal(error)) return REFUSED;
  throw error;
}
