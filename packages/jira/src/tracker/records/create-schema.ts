/** What the tracker says may stand in a new issue: its fields with their kind and their choices. */
import { z } from 'zod';

/** How a value has to be written. `any`: a kind that we do not know, whose value goes as the rules have it. */
// biome-ignore format: one kind a line would be a page
export const FIELD_KINDS = [
  'number', 'text', 'textarea', 'url', 'date', 'datetime', 'labels', 'texts',
  'option', 'options', 'cascade', 'named', 'nameds', 'user', 'users', 'group', 'groups',
  'sprint', 'organizations', 'issue', 'security', 'any',
] as const;

/** Kinds that name people, and those that name groups: whoever is meant must be found first, and may have left. */
export const USER_KINDS: readonly FieldKind[] = ['user', 'users'];
export const GROUP_KINDS: readonly FieldKind[] = ['group', 'groups'];

const Choice = z.object({ id: z.string(), text: z.string() });
const Allowed = z.array(Choice.extend({ children: z.array(Choice).optional() }));
const FieldSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(FIELD_KINDS),
  required: z.boolean(),
  hasDefault: z.boolean(),
  /** What may be chosen; null where the tracker does not list it. */
  allowed: Allowed.nullable(),
});

/** The form in which workers keep it for each other: when it changes, `CREATE_SCHEMA_VERSION` does. */
export const CreateSchema = z.object({
  /** Id of the issue type. */
  type: z.string(),
  fields: z.array(FieldSchema),
});
export const CREATE_SCHEMA_VERSION = 1;

export type Choice = z.infer<typeof Choice>;
export type Choices = z.infer<typeof Allowed>;
export type FieldKind = (typeof FIELD_KINDS)[number];
export type FieldSchema = z.infer<typeof FieldSchema>;
export type CreateSchema = z.infer<typeof CreateSchema>;

/** A field of the rules that is left out, and why. */
export interface UnfitField {
  /** As the rules name it. */
  field: string;
  /** In the words of the log. */
  reason: string;
  /** A newer schema may have what this one lacks: a field, or a choice. */
  mayBeNew: boolean;
}
