/** What a transition's screen asks for. */
import type { FieldSchema } from './create-schema.ts';

/** A field of a transition's screen. */
export interface ScreenField extends Pick<FieldSchema, 'id' | 'name' | 'kind' | 'allowed'> {
  /** Neither may it be left out, nor has it a default. */
  required: boolean;
}

/** A value of the rules for one of them. */
export interface ScreenValue {
  field: ScreenField;
  value: unknown;
  /** The same where text is wiki markup. */
  wiki?: string | undefined;
  /** Of a list that a template has shown as one text. */
  items?: readonly string[] | undefined;
  /** Of days and times; without it UTC. */
  timezone?: string | undefined;
}
