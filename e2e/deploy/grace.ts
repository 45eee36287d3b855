import { readFileSync } from 'node:fs';
import { repoRoot } from '../harness/index.ts';
import type { AppName } from './known-settings.ts';

/** How long the program takes to end at most, as its main.ts says. Whoever stops it must wait longer. */
export function graceMsOf(app: AppName): number {
  const text = readFileSync(`${repoRoot}/apps/${app}/src/main.ts`, 'utf8');
  const found = /^const GRACE_MS = ([\d_]+);$/m.exec(text)?.[1];
  if (found === undefined) throw new Error(`apps/${app}/src/main.ts tells no GRACE_MS`);
  return Number(found.replaceAll('_', ''));
}
