import { seeded } from '../random.ts';
import { NO_REDIS_CLOCK } from '../redis-clock.ts';
import type { Fault } from './fault.ts';
import { jiraFaults } from './jira.ts';
import { peopleFaults } from './people.ts';
import { redisFaults } from './redis.ts';
import { settingsFaults } from './settings.ts';

export const ALL_FAULTS: readonly Fault[] = [...jiraFaults, ...settingsFaults, ...redisFaults, ...peopleFaults];

const A_RUN = 3;

/** The faults of a seed. Seeds in a row share a shuffled catalogue, so that ten of them meet every fault. */
export function faultsOf(seed: number, dialect: 'cloud' | 'datacenter', group: 'event' | 'fault'): Fault[] {
  const possible = ALL_FAULTS.filter(
    (fault) => (fault.dialect ?? dialect) === dialect && (fault.group ?? group) === group && !isImpossible(fault),
  );
  const runs = Math.ceil(possible.length / A_RUN);
  const shuffled = seeded(Math.floor(seed / runs))
    .fork('catalogue')
    .shuffled(possible);
  return compatible(shuffled.slice((seed % runs) * A_RUN, ((seed % runs) + 1) * A_RUN));
}

/** @throws RangeError for a name that is no fault */
export function faultsNamed(names: readonly string[]): Fault[] {
  return names.map((name) => {
    const fault = ALL_FAULTS.find((one) => one.name === name);
    if (fault === undefined) throw new RangeError(`no fault is called ${name}; --list tells all`);
    return fault;
  });
}

export function isImpossible({ needs }: Fault): boolean {
  return needs?.redisClock !== undefined && NO_REDIS_CLOCK !== '';
}

/** The first of those that cannot go together stays. */
function compatible(faults: readonly Fault[]): Fault[] {
  const kept: Fault[] = [];
  for (const fault of faults) {
    const clash = kept.some(
      (one) =>
        (one.calmJira && (fault.jiraFails || fault.calmJira)) ||
        (fault.calmJira && one.jiraFails) ||
        (one.needs?.redisClock !== undefined && fault.needs?.redisClock !== undefined),
    );
    if (!clash) kept.push(fault);
  }
  return kept;
}
