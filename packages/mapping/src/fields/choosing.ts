/** A list in the rules of which the event chooses one, as it stands under `fields`. */
import { isRecord } from '../event-fields.ts';
import { NotUnderstood } from '../routing/match-form.ts';

export type Choosing = { template: string; allow: string[]; else: string };

/** Two of its keys are enough to tell what is meant: no value of a field of Jira has both. */
export function isChoosing(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && KEYS.filter((key) => key in value).length > 1;
}

/** @throws NotUnderstood where it lacks something, or holds more */
export function readChoosing(value: Record<string, unknown>): Choosing {
  const { template, allow, else: otherwise } = value;
  const other = Object.keys(value).find((key) => !KEYS.includes(key));
  if (other !== undefined) throw new NotUnderstood(`"${other}" is unknown beside template, allow and else`, EXAMPLE);
  if (typeof template !== 'string') throw new NotUnderstood('"template" must be a text', EXAMPLE);
  if (!Array.isArray(allow) || allow.length === 0 || !allow.every(isName))
    throw new NotUnderstood('"allow" must be a list of names', EXAMPLE);
  if (!isName(otherwise))
    throw new NotUnderstood('"else" must be a name: what it is where none of the list fits', EXAMPLE);
  return { template, allow, else: otherwise };
}

const KEYS = ['template', 'allow', 'else'];
const EXAMPLE = 'such as { template: "{{ tags.env }}", allow: [prod, test], else: prod }, with names as Jira has them';

/** Braces would be sent as braces. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && !/\{[{%]/.test(value);
}
