import { readFileSync } from 'node:fs';
import type { Env } from './settings.ts';

/** The first token that opens the webhook of Guance or of Jira, without its label, for the URL that is printed. */
export function webhookToken(
  receiver: Env,
  read: (path: string) => string = (path) => readFileSync(path, 'utf8'),
  name: 'WEBHOOK_TOKENS' | 'JIRA_WEBHOOK_TOKENS' = 'WEBHOOK_TOKENS',
): string {
  const file = receiver[`${name}_FILE`];
  const text = receiver[name] || (file ? readOr(file, read) : '');
  const first = text
    .split(/[,\r\n]+/)
    .map((part) => part.trim())
    .find((part) => part !== '');
  return first?.replace(/^[A-Za-z0-9_-]{1,32}(@[^:]*)?:/, '') ?? '';
}

function readOr(path: string, read: (path: string) => string): string {
  try {
    return read(path);
  } catch {
    // The receiver itself says what is wrong with the file.
    return '';
  }
}
