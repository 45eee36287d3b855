import { fallbackRouteName } from './compile.ts';
import { type RulesText, readRulesFile } from './read-file.ts';

export type RouteLine = { readonly file: string; readonly line: number };

/** Where each route of these files begins, by its name; for people who look for it. Files that cannot be read have none. */
export function routeLines(texts: readonly RulesText[]): ReadonlyMap<string, RouteLine> {
  const lines = new Map<string, RouteLine>();
  for (const file of texts.map(readRulesFile)) {
    const { routes, fallback } = Object(file.value) as { routes?: unknown; fallback?: unknown };
    const add = (name: string, path: readonly PropertyKey[]) => {
      const { file: where, line } = file.problem({ path, message: '', hint: '' });
      if (!lines.has(name)) lines.set(name, { file: where, line });
    };
    for (const [index, route] of (Array.isArray(routes) ? routes : []).entries()) {
      const { name } = Object(route) as { name?: unknown };
      if (typeof name === 'string') add(name, ['routes', index]);
    }
    if (fallback !== undefined) add(fallbackRouteName, ['fallback']);
  }
  return lines;
}
