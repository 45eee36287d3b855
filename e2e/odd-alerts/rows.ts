/** Alerts as no manual has them. Each row is sent in both groups, and says how many issues are right. */

import { BODY_ROWS } from './body-rows.ts';
import { CLOCK_ROWS } from './clock-rows.ts';
import { IDENTITY_ROWS } from './identity-rows.ts';
import type { Row } from './row.ts';
import { TAG_ROWS } from './tag-rows.ts';
import { WORD_ROWS } from './word-rows.ts';

export const ROWS: readonly Row[] = [...IDENTITY_ROWS, ...CLOCK_ROWS, ...BODY_ROWS, ...TAG_ROWS, ...WORD_ROWS];
