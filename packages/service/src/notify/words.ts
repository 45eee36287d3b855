import type { Condition } from './policy.ts';

/** What is said of one condition. `{name}` stands for a detail; a line whose detail is missing is left out. */
export interface Words {
  /** What is wrong, for the title. */
  ill: string;
  well: string;
  /** What it means, and what to do; shown until it is over. */
  explain: readonly string[];
}
export type Vocabulary = Record<Condition | 'token_expired', Words>;
