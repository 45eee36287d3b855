import type { PageLanguage } from '../words/language.ts';
import type { Words } from '../words/words.ts';

/** Who looks at a page, and how. */
export interface Visit {
  readonly words: Words;
  readonly language: PageLanguage;
  readonly user: string | null;
  /** May look, and change nothing. */
  readonly readOnly: boolean;
  /** Path and query. */
  readonly url: string;
  readonly now: number;
}
