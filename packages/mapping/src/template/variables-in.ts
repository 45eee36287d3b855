import { engineFor } from './template.ts';

/** What a template asks of the event: the segments of each variable that it does not set itself. */
export function variablesIn(source: string): string[][] {
  if (!/\{[{%]/.test(source)) return [];
  const engine = engineFor('UTC');
  const found = engine.globalVariableSegmentsSync(engine.parse(source));
  return found.map((segments) => segments.map(String));
}

/** Built, Liquid is loaded by the first template. For who has time for that before. */
export function loadTemplates(): void {
  engineFor('Asia/Shanghai');
}
