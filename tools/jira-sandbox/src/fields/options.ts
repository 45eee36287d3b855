import { z } from 'zod';
import { FieldKind } from './kinds.ts';

const Choice = z.union([
  z.string(),
  z.strictObject({
    value: z.string(),
    id: z.string().optional(),
    disabled: z.boolean().optional().describe('kept by old issues, no longer offered or taken'),
    members: z.array(z.string()).optional().describe('of a security level: logins that see its issues'),
  }),
]);
export type Choice = z.infer<typeof Choice>;

/** One field of the catalogue: what createmeta tells of it, and where it stands. */
export const FieldOptions = z.strictObject({
  name: z.string().optional().describe('as Jira shows it; several fields may have one name'),
  nameZh: z.string().optional().describe('its translation, shown where the language of the site is Chinese'),
  type: FieldKind.optional().describe('a field of Jira itself knows its own'),
  required: z.boolean().optional(),
  /** Makes `hasDefaultValue` true: what a create without the field gets. */
  default: z.json().optional(),
  /** A list, or of a cascading select: parent → children. */
  options: z.union([z.array(Choice), z.record(z.string(), z.array(z.string()))]).optional(),
  screens: z
    .array(z.enum(['create', 'edit']))
    .optional()
    .describe('default: both'),
  issueTypes: z.array(z.string()).optional().describe('names of the types that have it; default: all'),
});
export type FieldOptions = z.infer<typeof FieldOptions>;
export const FieldCatalogue = z.record(z.string().regex(/^(customfield_\d+|[a-zA-Z]+)$/), FieldOptions);
export type FieldCatalogue = z.infer<typeof FieldCatalogue>;

/** The short form: a list, on both screens. `string` and `option` are older words for `text` and `select`. */
export const CustomField = z.object({
  id: z.string().regex(/^customfield_\d+$/),
  name: z.string(),
  type: z
    .union([
      z.literal('string').transform(() => 'text' as const),
      z.literal('option').transform(() => 'select' as const),
      FieldKind,
    ])
    .default('text'),
  options: z.array(z.string()).default([]),
  required: z.boolean().default(false),
});
