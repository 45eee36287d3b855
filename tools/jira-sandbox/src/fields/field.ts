import type { Json, JsonObject } from '../json.ts';
import type { FieldKind } from './kinds.ts';

export type Option = {
  id: string;
  value: string;
  disabled: boolean;
  children: Option[];
  /** Of a security level: logins that see its issues; absent: everybody. */
  members?: string[] | undefined;
};

/** A field as one project has it. */
export type Field = {
  id: string;
  name: string;
  /** What a site in Chinese shows; absent: the same. */
  nameZh?: string | undefined;
  kind: FieldKind;
  schema: JsonObject;
  required: boolean;
  default?: Json | undefined;
  options: Option[];
  screens: readonly ('create' | 'edit')[];
  /** Names of the issue types that have it; absent: all. */
  issueTypes?: string[] | undefined;
};
