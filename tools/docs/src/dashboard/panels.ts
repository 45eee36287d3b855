/** What the Grafana dashboard shows, row by row. `npm run docs` makes the JSON from it; e2e/watching.test.ts checks each query. */

import { BACK_ROW } from './back-row.ts';
import type { Row } from './panel.ts';
import { PARTS_ROWS } from './parts-rows.ts';
import { SERVICE_ROWS } from './service-rows.ts';

export const ROWS: readonly Row[] = [...SERVICE_ROWS, ...PARTS_ROWS, BACK_ROW];
