/** What an import found: settings, rules as plain values, and what could not be taken over. */
export interface Imported {
  readonly from: 'recipe' | 'jiralert';
  readonly env: readonly ImportedSetting[];
  readonly rules: ImportedRules;
  readonly notes: readonly ImportNote[];
}

export interface ImportedSetting {
  readonly name: string;
  /** Empty where the file does not hold it. */
  readonly value: string;
  readonly secret: boolean;
}

export interface ImportedRules {
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly routes: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[];
  readonly fallback?: Readonly<Record<string, unknown>>;
}

/** One thing that is not as it was, by code; the sentences are the command's. */
export interface ImportNote {
  readonly code: ImportCode;
  /** The setting or the route that it is about; null: the file as a whole. */
  readonly at: string | null;
  /** Of the file that was read, where it is known. */
  readonly line?: number;
  /** What the sentence names, such as the key, or the text that stands there. */
  readonly what: string;
}

export type ImportCode =
  | 'placeholder'
  | 'from_environment'
  | 'not_found'
  | 'computed'
  | 'line'
  | 'unused_dictionary'
  | 'no_default'
  | 'go_template'
  | 'template_file'
  | 'receiver'
  | 'other_access'
  | 'reopen_state'
  | 'reopen_always'
  | 'group_labels'
  | 'other_projects'
  | 'update_in_comment'
  | 'unknown_key';
