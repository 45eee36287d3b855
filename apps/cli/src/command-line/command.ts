import type { ParseArgsOptionDescriptor } from 'node:util';
import type { Language } from '@guance-jira/mapping';
import type { Words } from '../words/words.ts';
import type { Look } from './format.ts';
import type { Io } from './io.ts';

export const COMMANDS = ['validate', 'explain', 'find', 'pause', 'resume', 'doctor', 'replay', 'import'] as const;
export type CommandName = (typeof COMMANDS)[number];

/** 0: fine. 1: something is wrong, as the text says. 2: usage error. 78: the settings are wrong (EX_CONFIG). */
export type ExitCode = 0 | 1 | 2 | 78;

export interface Command {
  readonly name: CommandName;
  readonly options: Readonly<Record<string, ParseArgsOptionDescriptor>>;
  /** How many arguments it takes besides options. */
  readonly takes: { readonly least: number; readonly most: number };
  run(call: Call): Promise<Answer>;
}

export interface Call {
  /** As parseArgs read them; each command parses its own. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly names: readonly string[];
  readonly io: Io;
  readonly language: Language;
  readonly words: Words;
  readonly look: Look;
  /** Values that must not be printed; a command adds those that it reads. */
  readonly secrets: string[];
}

/** The same answer for programs (`--json`) and for people. */
export interface Answer {
  readonly code: ExitCode;
  readonly data: unknown;
  readonly text: string;
}

/** Ends a command with a sentence for the person, and what to do about it. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: ExitCode;
  readonly todo: string | null;
  constructor(code: ExitCode, message: string, todo: string | null = null) {
    super(message);
    this.code = code;
    this.todo = todo;
  }
}
