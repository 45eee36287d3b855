/** Types that micromark keeps to itself. */
import type { gfm } from 'micromark-extension-gfm';

export type Extension = ReturnType<typeof gfm>;

export type Construct = Extract<NonNullable<NonNullable<Extension['text']>[string]>, { tokenize: unknown }>;

export type Code = number | null;

export type Context = ThisParameterType<Construct['tokenize']>;
