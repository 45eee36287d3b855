/**
 * What Jira has refused lately, in the memory of one worker: the next event goes without it at once and pays no 400 of its
 * own. After ten minutes it is tried again, since people repair screens, schemes and databases.
 */
import { hash } from 'node:crypto';
import type { CreateSchema } from '@guance-jira/jira';
import { type IssueDraft, type OptionalFieldId, ownFields } from '@guance-jira/mapping';

export interface Refusals {
  /** The fields of this draft that Jira would refuse again. */
  known(draft: IssueDraft): ReadonlySet<string>;
  /** Jira named these fields of the draft in a 400. @param schema what it tells of its screen; null: nothing */
  refused(draft: IssueDraft, fields: readonly string[], schema: Pick<CreateSchema, 'fields'> | null): void;
  /** Jira has made an issue of the draft without these fields, hence took all the others. */
  taken(draft: IssueDraft, without: ReadonlySet<string>): void;
  /** Whether this Jira could lately not store characters of four bytes. */
  plainOnly(): boolean;
  /** It took without them what it had refused with them. */
  plainTaken(): void;
}

const REMEMBERED_MS = 600_000;
/**
 * Where Jira does not tell its screen: so many different values of a field refused and none taken is taken for the field's own
 * fault. Once in a while a value that nobody has tried yet is asked for all the same, lest bad ones take it from everybody.
 */
const VALUES_ARE_THE_FIELD = 2;
const TRIED_AGAIN_MS = 60_000;
const MAX_VALUES = 20;
/** They have few values, so that one by one costs little; and who gets an issue is no matter for a guess. */
const NEVER_GUESSED: readonly string[] = ['assignee', 'priority', 'labels'];

/** Of one field in one place: until when a value stays refused, by its hash, and until when one counts as taken. */
interface Field {
  refusedUntil: Map<string, number>;
  takenUntil: number;
  /** It is not on the screen. */
  offUntil: number;
  /** Whether it is nobody knows: until when the refused values speak against all. */
  guessedUntil: number;
}

/** Per route, project and issue type, since each has its own screens; and per value, lest one bad value cost the good ones. */
export function rememberRefusals(now: () => number = performance.now.bind(performance)): Refusals {
  const fields = new Map<string, Field>();
  let plainUntil = 0;
  const fieldAt = (draft: IssueDraft, name: string): Field => {
    const key = JSON.stringify([draft.route, draft.project, draft.issueType, name]);
    const field = fields.get(key) ?? { refusedUntil: new Map(), takenUntil: 0, offUntil: 0, guessedUntil: 0 };
    fields.set(key, field);
    for (const [value, until] of field.refusedUntil) if (until <= now()) field.refusedUntil.delete(value);
    return field;
  };
  const isKnown = (draft: IssueDraft, name: string, value: unknown): boolean => {
    const { refusedUntil, takenUntil, offUntil, guessedUntil } = fieldAt(draft, name);
    if (offUntil > now()) return true;
    // Nearly always, and a hash of each value would cost more than all the rest of this.
    if (refusedUntil.size === 0) return false;
    const isGuessed = refusedUntil.size >= VALUES_ARE_THE_FIELD && guessedUntil > now() && takenUntil <= now();
    return isGuessed || refusedUntil.has(hashOf(value));
  };
  return {
    known: (draft) =>
      new Set([...rememberable(draft)].filter(([name, value]) => isKnown(draft, name, value)).map(([name]) => name)),
    refused: (draft, names, schema) => {
      const values = rememberable(draft);
      for (const name of names.filter((one) => values.has(one))) {
        const field = fieldAt(draft, name);
        const { refusedUntil } = field;
        const isOff = schema !== null && !schema.fields.some(({ id }) => id === name);
        if (isOff) field.offUntil = now() + REMEMBERED_MS;
        if (schema === null && !NEVER_GUESSED.includes(name)) field.guessedUntil = now() + TRIED_AGAIN_MS;
        const [oldest] = refusedUntil.keys();
        if (refusedUntil.size >= MAX_VALUES && oldest !== undefined) refusedUntil.delete(oldest);
        refusedUntil.set(hashOf(values.get(name)), now() + REMEMBERED_MS);
      }
    },
    taken: (draft, without) => {
      for (const name of rememberable(draft).keys())
        if (!without.has(name)) fieldAt(draft, name).takenUntil = now() + REMEMBERED_MS;
    },
    plainOnly: () => plainUntil > now(),
    plainTaken: () => {
      plainUntil = now() + REMEMBERED_MS;
    },
  };
}

/**
 * The optional fields that a create of this draft sends, by Jira's id, with the value that the rules gave them. Whatever the
 * project needs is not among them, nor what the route does.
 */
export function optionalFields(draft: IssueDraft): Map<string, unknown> {
  const fields = new Map(Object.entries(draft.fields));
  const own: Record<OptionalFieldId, unknown> = {
    labels: draft.labels,
    description: draft.description,
    priority: draft.priority ?? undefined,
    // One that stands under `fields`, by its name, is sent where the route has none.
    assignee: draft.assignee.kind === 'project-default' ? undefined : draft.assignee,
  };
  for (const [id, value] of Object.entries(own)) if (value !== undefined) fields.set(id, value);
  for (const required of [...WITHOUT_NONE, ...(draft.required ?? [])]) fields.delete(required);
  return fields;
}

const WITHOUT_NONE = Object.entries(ownFields).flatMap(([id, { optional }]) => (optional ? [] : [id]));

/** A description is tried each time: one that was too long must not cost the next event its words. */
function rememberable(draft: IssueDraft): Map<string, unknown> {
  const fields = optionalFields(draft);
  fields.delete('description');
  return fields;
}

function hashOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64');
}
