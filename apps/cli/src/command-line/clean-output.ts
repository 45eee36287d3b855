import { redactText, secretParts } from '@guance-jira/service';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Everything that is printed goes through here. No secret, and no control character of an alert: a title could otherwise move
 * the cursor, hide text, or write into the clipboard of the person who reads it. Our own colors stay.
 */
export function cleanOutput(text: string, secrets: readonly string[]): string {
  return redactText(text.replaceAll(UNSAFE, unlessOurs), secrets);
}

/** What the environment holds of secrets, of the receiver's as well: a `.env` is shared by all. */
export function secretsIn(env: Env): string[] {
  return Object.entries(env)
    .filter(([name, value]) => value && SECRET_NAME.test(name))
    .flatMap(([, value = '']) => secretParts(value))
    .flatMap((part) => [part, part.replace(/^[A-Za-z0-9_-]{1,32}:/, '')])
    .filter((part) => part !== '');
}

const SECRET_NAME = /(TOKENS?|PASSWORD|SECRET|_KEY|HEADERS|REDIS_URL|NOTIFY_URL)$/;

/** A control character, with what makes it a colour if it is one, or one that turns the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
const UNSAFE = /[\0-\x08\x0B-\x1F\x7F-\x9F](?:\[[0-9;]{0,8}m)?|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;

function unlessOurs(found: string): string {
  return /^[\n\t]/.test(found) || OUR_COLORS.has(found) ? found : found.slice(1);
}

/** Bold, dim, green, yellow, red, gray and their ends: nothing that hides a text or turns it about. */
const OUR_COLORS = new Set([0, 1, 2, 22, 31, 32, 33, 39, 90].map((code) => `\u001B[${code}m`));
