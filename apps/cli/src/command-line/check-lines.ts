import type { Check } from './check.ts';
import { columns, indent, type Look } from './format.ts';

/** A line for each check, with its topic as a column; below those that are not well, what to do. */
export function checkLines(checks: readonly Check[], name: (topic: string) => string, look: Look): string[] {
  const lines = columns(
    checks.map(({ topic, level, text }) => [look.sign(level), name(topic), look.level(level, text)]),
    1,
  );
  return checks.flatMap(({ todo, level }, index) => {
    const line = lines[index] ?? '';
    return todo === undefined || level === 'ok' ? [line] : [line, indent(`→ ${todo}`, 4)];
  });
}
