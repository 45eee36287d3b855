/** What a transition's screen asks for. */

/** A field of a transition's screen. */
export interface ScreenField {
  id: string;
  name: string;
  /** Neither may it be left out, nor has it a default. */
  required: boolean;
  form: FieldForm;
}

/** In which form its value goes over the wire. */
export type FieldForm =
  | 'as_it_is'
  | 'text'
  | 'document'
  | 'number'
  | 'option'
  | 'named'
  | 'user'
  | { readonly listOf: 'as_it_is' | 'option' | 'named' | 'user' };

/** A value of the rules for one of them. */
export interface ScreenValue {
  field: ScreenField;
  value: unknown;
  /** The same where text is wiki markup. */
  wiki?: string | undefined;
}
