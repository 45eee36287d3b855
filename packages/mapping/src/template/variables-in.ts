import { engineFor, ONE_FIELD } from './template.ts';

/** What a template asks of the event: the segments of each variable that it does not set itself. */
export function variablesIn(source: string): string[][] {
  if (!/\{[{%]/.test(source)) return [];
  const [, field] = ONE_FIELD.exec(source) ?? [];
  if (field !== undefined) return [[field]];
  const engine = engineFor('UTC');
  const found = engine.globalVariableSegmentsSync(engine.parse(source));
  return found.map((segments) => segments.map(String));
}
