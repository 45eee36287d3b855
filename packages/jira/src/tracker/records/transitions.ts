/** Steps through a workflow, and what goes along with one. */

import type { StatusCategory } from './issues.ts';
import type { Note } from './notes.ts';
import type { ScreenField, ScreenValue } from './screen.ts';

/** What goes along with a transition, as far as its screen has it. */
export interface Along {
  /** Name; null empties it. */
  resolution?: string | null | undefined;
  fields?: readonly ScreenValue[] | undefined;
  /** What the rules have for this screen and is not sent, and why. */
  unfit?: readonly { readonly field: string; readonly reason: string }[] | undefined;
  comment?: Note | undefined;
}

/** A way out of the present status. */
export interface Transition {
  id: string;
  name: string;
  to: { name: string; category: StatusCategory };
  /** What its screen asks about the resolution; null where it does not. */
  resolution: { required: boolean; allowed: readonly string[] } | null;
  /** The other fields of its screen. Jira never lists the comment among them. */
  screen?: readonly ScreenField[];
}
