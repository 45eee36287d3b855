/** Pure: what is chosen out of a list, and people and groups. */
import type { Choices, FieldSchema } from '../tracker/records/create-schema.ts';
import { choose, isObject, namedBy, singlesIn } from './choices.ts';
import { unfit, type Writing, type Written } from './written.ts';

const NOT_OFFERED = 'is not among its choices';

/** @param form the key by which Jira takes it: the `value` of an option, the `name` of a version */
export function writeChoice(value: unknown, allowed: FieldSchema['allowed'], form: 'value' | 'name'): Written {
  const name = namedBy(value);
  if (name === null) return { value };
  if (allowed === null) return { value: isObject(value) ? value : { [form]: name } };
  const choice = choose(allowed, name);
  if (choice === undefined) return unfit(name, NOT_OFFERED, true);
  const isAsMeant = isObject(value) && [choice.text, choice.id].includes(name);
  return { value: isAsMeant ? value : { [form]: choice.text } };
}

/** `Parent / Child`, a list of the two, or the form that Jira takes. */
export function writeCascade(value: unknown, allowed: FieldSchema['allowed'], items?: readonly string[]): Written {
  const listed = singlesIn(value, allowed, items);
  const pairs = pairsIn(listed.length === 1 ? listed[0] : listed);
  if (pairs.length === 0) return { value };
  if (allowed === null) return { value: isObject(value) ? value : cascade(pairs.at(-1) ?? [namedBy(value) ?? '']) };
  for (const [parent, child] of pairs) {
    const found = chosenPair(parent, child, allowed);
    if (found !== null) return { value: cascade(found) };
  }
  return unfit(value, NOT_OFFERED, true);
}

/** Where the parent that a cascading value names is one: what may be written instead, as rules have it. Null where it is none. */
export function pairsBelow(value: unknown, allowed: Choices): string[] | null {
  for (const [parent] of pairsIn(value)) {
    const above = choose(allowed, parent);
    if (above?.children !== undefined && above.children.length > 0)
      return above.children.map(({ text }) => `${above.text} / ${text}`);
  }
  return null;
}

type Pair = readonly [parent: string, child?: string | undefined];

/** A name may have the sign in it that stands between the two, so each place is tried. */
function pairsIn(value: unknown): Pair[] {
  if (Array.isArray(value)) {
    const [parent, child] = value.map(namedBy);
    return parent ? [[parent, child ?? undefined]] : [];
  }
  const name = namedBy(value);
  if (name === null) return [];
  if (isObject(value)) return [[name, namedBy(value.child) ?? undefined]];
  // No choice of Jira is as long, and each place of a long text would be looked at.
  if (name.length > MAX_PAIR) return [[name]];
  const places = [...name.matchAll(/\s*(?:[/／>→]|\s-\s)\s*/g)];
  return [
    [name],
    ...places.map(({ index, 0: sign }): Pair => [name.slice(0, index).trim(), name.slice(index + sign.length).trim()]),
  ];
}

const MAX_PAIR = 600;

function chosenPair(parent: string, child: string | undefined, allowed: Choices): Pair | null {
  const above = choose(allowed, parent);
  if (above === undefined) return null;
  if (child === undefined || child === '') return [above.text];
  const below = choose(above.children ?? [], child);
  return below === undefined ? null : [above.text, below.text];
}

function cascade([parent, child]: Pair): unknown {
  return { value: parent, ...(child === undefined ? {} : { child: { value: child } }) };
}

/** By the name of a duty, an account, or on Cloud an e-mail, whose account is looked up later. */
export function writePerson(value: unknown, { dialect, people }: Pick<Writing, 'dialect' | 'people'>): Written {
  const given = isObject(value) ? (value.accountId ?? value.name ?? value.id ?? value.emailAddress) : value;
  if (typeof given !== 'string') return { value };
  const name = given.trim();
  const account = Object.hasOwn(people, name) ? people[name] : undefined;
  if (isObject(value) && account === undefined && !name.includes('@')) return { value };
  return { value: { [dialect === 'cloud' ? 'accountId' : 'name']: account ?? name } };
}

export function writeGroup(value: unknown): Written {
  const name = namedBy(value);
  return { value: isObject(value) || name === null ? value : { name } };
}

/** Never left out: without its level an issue can be read by all of the project. */
export function writeSecurity(value: unknown, allowed: FieldSchema['allowed']): Written {
  const written = writeChoice(value, allowed, 'name');
  if ('value' in written) return written;
  return { value: isObject(value) ? value : { name: namedBy(value) } };
}

/** A number: its id, or its name where Jira lists what may be chosen. */
export function writeId(value: unknown, what: string, allowed: FieldSchema['allowed']): Written {
  const name = namedBy(value) ?? '';
  const id = /^\d{1,15}$/.test(name) ? name : (choose(allowed ?? [], name)?.id ?? '');
  return /^\d{1,15}$/.test(id) ? { value: Number(id) } : unfit(value, `is no id of ${what}`);
}

/** Its id, or the name of one that is active. */
export function writeSprint(value: unknown, active: FieldSchema['allowed']): Written {
  const name = namedBy(value) ?? '';
  if (/^\d{1,15}$/.test(name)) return { value: Number(name) };
  const sprint = choose(active ?? [], name);
  if (sprint !== undefined) return { value: Number(sprint.id) };
  return unfit(value, 'is neither the id of a sprint nor the name of an active one', active !== null);
}

export function writeIssue(value: unknown): Written {
  return { value: typeof value === 'string' ? { key: value.trim() } : value };
}
