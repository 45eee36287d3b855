/** What an issue is told. */

import type { Audience, IssueDraft } from '@guance-jira/mapping';

/** What an issue is told in: a Markdown tree, written as this tracker takes it. */
export type RichText = IssueDraft['description'];

/** A comment and who may read it. */
export interface Note {
  body: RichText;
  audience: Audience;
}
