/** The files of the rules as the checks across keys take them. */

import type { ReadFile } from '../read-file.ts';

/** A file of the rules that may still be wrong in any way. */
export type Part = { readonly file: ReadFile; readonly content: Readonly<Record<string, unknown>> };

/** A route as it stands in its file. */
export type RouteAt = {
  readonly file: ReadFile;
  readonly path: readonly PropertyKey[];
  readonly route: Readonly<Record<string, unknown>>;
  readonly defaults: Readonly<Record<string, unknown>>;
};
