import { contents } from './contents.ts';
import { faults } from './faults.ts';
import { lostAnswers } from './lost-answers.ts';
import { repeats } from './repeats.ts';
import { RIVAL_RESULTS } from './rivals.ts';
import type { Scenario } from './scenario.ts';

/** In the order of the table; `scenario` is null for one that waits for a part of the product. */
export const ALL: readonly { name: string; scenario: Scenario | null }[] = Object.keys(RIVAL_RESULTS).map((name) => ({
  name,
  scenario: [...repeats, ...lostAnswers, ...contents, ...faults].find((one) => one.name === name) ?? null,
}));

/** What waits for a part of the product, and for which. */
export const PENDING: Readonly<Record<string, string>> = {};
