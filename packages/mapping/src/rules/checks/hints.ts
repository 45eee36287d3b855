/** What to write instead, as near to what stands there as can be told. */
import { stringify } from 'yaml';
import { isRecord } from '../../event-fields.ts';
import { didYouMean } from '../problems.ts';
import { durationPattern } from '../schema/duration.ts';
import { exampleAt, knownKeysAt } from './schema-at.ts';

type Path = readonly PropertyKey[];

export function hintForKey(path: Path): string {
  const key = String(path.at(-1));
  const known = knownKeysAt(path.slice(0, -1));
  return didYouMean(key, known) ?? elsewhere(key, path) ?? `known here: ${known.join(', ')}`;
}

export function hintForWord(path: Path, value: unknown, words: readonly string[]): string {
  // `high` → `security_high`
  const longer = words.find((word) => word.endsWith(`_${String(value)}`));
  return didYouMean(String(value), words) ?? (longer ? `did you mean "${longer}"?` : exampleHint(path));
}

export function hintForValue(path: Path, value: unknown, expected?: string): string {
  return corrected(path, value, expected) ?? exampleHint(path);
}

export function exampleHint(path: Path): string {
  const example = exampleAt(path);
  if (example === null) return 'see config/rules.example.yaml';
  const flow = stringify({ [example.key]: example.value }, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return `such as ${flow.replace(/^\{ (.*) \}$/s, '$1')}`;
}

export function inQuotes(source: string): string {
  return `put it in quotes: ${JSON.stringify(source)}`;
}

/** A key that is right in another place. */
function elsewhere(key: string, path: Path): string | null {
  if (key === '<<') return 'YAML merges are not read; what routes share goes under defaults';
  if (path.length === 1 && knownKeysAt(['routes', 0]).includes(key))
    return 'it belongs into a route, or under defaults';
  if (path.length > 1 && knownKeysAt([]).includes(key)) return 'it belongs at the top of the file, not indented';
  return null;
}

const durations = ['recoverGrace', 'reopenWithin', 'holdFor', 'throttle', 'window', 'mute', 'within'];

function corrected(path: Path, value: unknown, expected: string | undefined): string | null {
  const key = String(path.at(-1));
  if (durations.includes(key) && /^\d+$/.test(String(value)))
    return `put a unit behind it: ${value}s, ${value}m, ${value}h or ${value}d`;
  if (durations.includes(key) && typeof value === 'string' && !durationPattern.test(value))
    return `units are ms, s, m, h, d and w; ${exampleHint(path)}`;
  if (key === 'project' && typeof value === 'string' && /^[a-z][a-z0-9_]*$/.test(value))
    return `did you mean "${value.toUpperCase()}"?`;
  if (isRecord(value) && 'category' in value) return `without a space: category:${String(value.category)}`;
  if (expected === 'array' && typeof value === 'string') {
    const list = stringify([value], { collectionStyle: 'flow', lineWidth: 0 }).trim();
    return `write a list: ${list}`;
  }
  return null;
}
