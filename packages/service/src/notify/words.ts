import type { Condition, Say } from './policy.ts';

/** What is said of one condition. `{name}` stands for a detail; a line whose detail is missing is left out. */
export interface Words {
  /** What is wrong, for the title. */
  ill: string;
  well: string;
  /** What it means, and what to do; shown until it is over. */
  explain: readonly string[];
}

/** All that a message of one language is made of. */
export interface Vocabulary {
  conditions: Record<Condition | 'token_expired', Words>;
  states: Record<Say, string>;
  /** Between the state and what is wrong. */
  colon: string;
  began: (time: string, lasted: string) => string;
  /** Behind a number of days, hours and minutes. */
  units: readonly [days: string, hours: string, minutes: string];
  from: (who: string) => string;
}
