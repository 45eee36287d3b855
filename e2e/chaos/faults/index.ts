import { seeded } from '../random.ts';
import { NO_REDIS_CLOCK } from '../redis-clock.ts';
import { backFaults } from './back.ts';
import type { Fault, Group } from './fault.ts';
import { jiraFaults } from './jira.ts';
import { pauseFaults } from './pauses.ts';
import { peopleFaults } from './people.ts';
import { redisFaults } from './redis.ts';
import { replicaFaults } from './replica.ts';
import { settingsFaults } from './settings.ts';
import { NO_SMALL_DISK, spoolFaults } from './spool.ts';

export const ALL_FAULTS: readonly Fault[] = [
  ...jiraFaults,
  ...settingsFaults,
  ...pauseFaults,
  ...redisFaults,
  ...replicaFaults,
  ...spoolFaults,
  ...peopleFaults,
  ...backFaults,
];

/** Any so many seeds in a row meet every fault. */
const A_ROUND = 10;

/**
 * The faults of a seed: those that have its place in every round of seeds, and sometimes another one, so that rounds differ.
 */
export function faultsOf(seed: number, dialect: 'cloud' | 'datacenter', group: Group): Fault[] {
  const own = placesOf(dialect, group)[seed % A_ROUND] ?? [];
  const random = seeded(seed).fork('one more');
  const others = possibleFaults(dialect, group).filter(
    (fault) => !own.some((one) => one === fault || clash(one, fault)),
  );
  return random.chance(0.5) && others.length > 0 ? [...own, random.pick(others)] : [...own];
}

/** What can be done here at all. */
export function possibleFaults(dialect: 'cloud' | 'datacenter', group: Group): Fault[] {
  return ALL_FAULTS.filter(
    (fault) => (fault.dialect ?? dialect) === dialect && isOf(fault, group) && !isImpossible(fault),
  );
}

/** Each fault at the emptiest place where it goes together with the others; those that go with few come first. */
function placesOf(dialect: 'cloud' | 'datacenter', group: Group): Fault[][] {
  const places: Fault[][] = Array.from({ length: A_ROUND }, () => []);
  const faults = seeded(1).fork(`${dialect} ${group}`).shuffled(possibleFaults(dialect, group));
  const clashes = (fault: Fault) => faults.filter((other) => clash(fault, other)).length;
  for (const fault of faults.sort((a, b) => clashes(b) - clashes(a))) {
    const fitting = places.filter((place) => !place.some((other) => clash(fault, other)));
    const [emptiest] = fitting.sort((a, b) => a.length - b.length);
    if (!emptiest) throw new RangeError(`${fault.name} goes together with nothing`);
    emptiest.push(fault);
  }
  return places;
}

/** @throws RangeError for a name that is no fault */
export function faultsNamed(names: readonly string[]): Fault[] {
  return names.map((name) => {
    const fault = ALL_FAULTS.find((one) => one.name === name);
    if (fault === undefined) throw new RangeError(`no fault is called ${name}; --list tells all`);
    return fault;
  });
}

/** The way back has objects of its own, which storms and odd alerts would only hide. */
function isOf({ group, needs }: Fault, of: Group): boolean {
  if (of !== 'back') return (group ?? of) === of;
  const ownAlerts = needs?.style ?? needs?.storm ?? needs?.contentType;
  return group === 'back' || (group === undefined && ownAlerts === undefined);
}

function isImpossible({ needs }: Fault): boolean {
  return (
    (needs?.redisClock !== undefined && NO_REDIS_CLOCK !== '') ||
    (needs?.smallDisk !== undefined && NO_SMALL_DISK !== '')
  );
}

/** Two that cannot go together. */
function clash(a: Fault, b: Fault): boolean {
  const ownRedis = ({ needs }: Fault) => needs?.redisClock !== undefined || needs?.replica !== undefined;
  return (
    (a.calmJira !== undefined && (b.jiraFails !== undefined || b.calmJira !== undefined)) ||
    (b.calmJira !== undefined && a.jiraFails !== undefined) ||
    (ownRedis(a) && ownRedis(b)) ||
    (a.needs?.smallDisk !== undefined && b.spools !== undefined) ||
    (b.needs?.smallDisk !== undefined && a.spools !== undefined)
  );
}
