import type { Words } from '../words/words.ts';
import { CliError, type Command } from './command.ts';

/** The fault that parseArgs found, in the person's language, with the options that the command has. */
export function usageFault(error: unknown, command: Command, words: Words): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!(error instanceof Error) || !code.startsWith('ERR_PARSE_ARGS')) return error;
  const option = /'(-[^' ]+)/.exec(error.message)?.[1] ?? '';
  const known = [...Object.keys(command.options), 'json', 'help'].map((name) => `--${name}`).join(', ');
  const message =
    code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
      ? words.common.unknownOption(option, known)
      : words.common.optionValueWanted(option);
  return new CliError(2, message, words.common.seeHelp(command.name));
}
