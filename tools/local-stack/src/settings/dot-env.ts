import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * Adds what `.env` says, where the environment does not say otherwise. Node's own `loadEnvFile` loses the first line behind a byte order
 * mark, and every line of UTF-16, which `>` of PowerShell writes: JIRA_URL was gone without a word, and the sandbox started in its place.
 */
export function loadDotEnv(file: string, env: NodeJS.ProcessEnv): void {
  if (!existsSync(file)) return;
  for (const [name, value] of Object.entries(parseEnv(textOf(readFileSync(file))))) env[name] ??= value;
}

function textOf(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  // Takes the mark away.
  return new TextDecoder(encoding).decode(bytes);
}
