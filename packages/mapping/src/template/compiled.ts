import type { AlertEvent } from '../source/alert-event.ts';

/** A Liquid template, parsed once. Rendering never throws: what went wrong is told beside an empty text. */
export type Template = {
  readonly source: string;
  /** @param change is done to what the event brings into the text, and not to the template's own words */
  readonly render: (event: AlertEvent, change?: (text: string) => string) => Rendered;
  /** A text for each item of the lists in it; none where it says nothing but what it would be about. */
  readonly renderEach: (event: AlertEvent) => { readonly texts: readonly string[]; readonly problem: string | null };
};

export type Rendered = { readonly text: string; readonly problem: string | null };
