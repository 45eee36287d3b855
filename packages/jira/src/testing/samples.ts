import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../../../shared/samples/jira');

/** The text that stands in the name of a skipped suite; empty where the samples are at hand. */
export const SKIPPED = existsSync(folder) ? '' : ' (skipped: no ../shared)';

/** Names of the recorded answers of Jira, without `.json`. */
export function sampleNames(): string[] {
  if (SKIPPED) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** A recorded answer as it comes off the wire, where names of headers are in lower case. */
export function sampleAnswer(name: string): { status: number; headers: Record<string, string>; body: string } {
  const { response } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const headers = Object.entries(response.headers as Record<string, string>);
  return {
    status: response.status,
    headers: Object.fromEntries(headers.map(([header, value]) => [header.toLowerCase(), value])),
    body: response.bodyText ?? '',
  };
}
