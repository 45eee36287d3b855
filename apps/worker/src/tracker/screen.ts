/** What a transition's screen asks for. */
import type { FieldSchema } from './create-schema.ts';

export type ScreenField = FieldSchema;

/** A value of the rules for one of its fields. */
export interface ScreenValue {
  field: ScreenField;
  value: unknown;
  /** The same where text is wiki markup. */
  wiki?: string | undefined;
}

/** It may neither be left out, nor is it filled by itself. */
export function mustBeFilled({ required, hasDefault }: ScreenField): boolean {
  return required && !hasDefault;
}
