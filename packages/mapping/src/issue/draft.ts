import type { Paragraph, Root } from 'mdast';
import type { Audience } from '../rules/audience.ts';
import { textsIn } from '../text/catalogue.ts';
import type { Language } from '../text/language.ts';

declare module 'mdast' {
  interface ParagraphData {
    /** Our own block: kept when a description is too long, while the alert's words are cut. */
    pinned?: true;
  }
  interface TableData {
    pinned?: true;
  }
}

export type Assignee =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'unassigned' }
  | { readonly kind: 'project-default' };

export type FieldWriting = {
  /** Of a time that names none, and of a day. */
  readonly timezone: string;
  readonly people: Readonly<Record<string, string>>;
  /** The items of those texts that a template has made of a list. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
};

/** What the issue shall say, in words that neither Jira Cloud nor Data Center owns. */
export type IssueDraft = {
  readonly route: string;
  readonly project: string;
  readonly issueType: string;
  /** One line, 1 to 254 UTF-16 units. */
  readonly summary: string;
  readonly description: Root;
  readonly priority: string | null;
  /** Nobody wrote it into the rules: a field of theirs that Jira calls its priority goes before it. */
  readonly priorityIsStandard?: true;
  readonly assignee: Assignee;
  readonly labels: readonly string[];
  /** Accounts, or e-mails; added when the issue stands. */
  readonly watchers?: readonly string[];
  /** Who may read what is told of it later; left out where that is everybody who sees the issue. */
  readonly audience?: Audience;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Those of the rules without which no issue is made, whether or not they are among `fields`; absent where there are none. */
  readonly required?: readonly string[];
  /** Those of them that are written otherwise where text is wiki markup. */
  readonly wikiFields?: Readonly<Record<string, string>>;
  /** What is needed to write the fields by their kind; absent where there are none. */
  readonly writing?: FieldWriting;
  readonly language: Language;
  readonly eventLink: string | null;
  readonly eventId: string;
};

/** The draft with the notes as paragraphs above the footer, which is the description's last block. */
export function withNotes(draft: IssueDraft, notes: readonly string[]): IssueDraft {
  const blocks = draft.description.children;
  const paragraphs = notes.filter((note) => note.trim() !== '').map(noteParagraph);
  const children = [...blocks.slice(0, -1), ...paragraphs, ...blocks.slice(-1)];
  return { ...draft, description: { ...draft.description, children } };
}

/** What ends a description that was cut: a link to the event, if there is one. For the writers' options. */
export function moreLinkOf(draft: IssueDraft): { moreLink?: { text: string; url: string } } {
  if (draft.eventLink === null) return {};
  return { moreLink: { text: textsIn(draft.language).issue.more, url: draft.eventLink } };
}

function noteParagraph(note: string): Paragraph {
  return { type: 'paragraph', data: { pinned: true }, children: [{ type: 'text', value: note }] };
}
