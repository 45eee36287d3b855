import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A random text of letters and digits; 32 of them hold 160 bits. */
function randomSecret(bytes: (size: number) => Buffer = randomBytes): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  return [...bytes(32)].map((byte) => alphabet[byte % 32]).join('');
}

/**
 * The secret in `file`, or a new one that is written there for its owner alone, so that a restart keeps it.
 * @param before where an older version kept it
 */
export async function keptSecret(file: string, before?: string): Promise<string> {
  const kept = await secretIn(file);
  if (kept !== '') return kept;
  const secret = (before === undefined ? '' : await secretIn(before)) || randomSecret();
  await writeSecret(file, secret);
  return secret;
}

async function secretIn(file: string): Promise<string> {
  return existsSync(file) ? (await readFile(file, 'utf8')).trim() : '';
}

/** Writes a file that only its owner may read, and its folder likewise. */
export async function writeSecret(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, text === '' ? '' : `${text}\n`, { mode: 0o600 });
  // `mode` counts only for a new file.
  await chmod(file, 0o600);
}
