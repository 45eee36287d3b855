/** One call of the command line, from its arguments to its exit code. */
import { parseArgs } from 'node:util';
import { JiraFailure } from '@guance-jira/jira';
import { languageIn, problemText, RulesInvalid } from '@guance-jira/mapping';
import { takesNoPasswords } from '@guance-jira/operations';
import { ConfigInvalid } from '@guance-jira/service';
import { cleanOutput, secretsIn } from './command-line/clean-output.ts';
import { CliError, COMMANDS, type Command, type CommandName, type ExitCode } from './command-line/command.ts';
import { lookFor } from './command-line/format.ts';
import { helpFor, overview } from './command-line/help.ts';
import type { Io } from './command-line/io.ts';
import { usageFault } from './command-line/usage-fault.ts';
import type { Words } from './words/words.ts';
import { wordsIn } from './words/words-in.ts';

/** Each is loaded when it is called: what reads Jira or the queue takes its time to load. */
const commands: Record<CommandName, () => Promise<Command>> = {
  validate: async () => (await import('./validate.ts')).validate,
  explain: async () => (await import('./explain.ts')).explain,
  find: async () => (await import('./find.ts')).find,
  pause: async () => (await import('./pause.ts')).pause,
  resume: async () => (await import('./resume.ts')).resume,
  doctor: async () => (await import('./doctor.ts')).doctor,
  replay: async () => (await import('./replay.ts')).replay,
  import: async () => (await import('./import.ts')).importCommand,
};

export async function runCli(argv: readonly string[], io: Io): Promise<ExitCode> {
  const language = languageIn(io.env);
  const words = wordsIn(language);
  const look = lookFor(io.colors);
  const secrets = secretsIn(io.env);
  const out = (text: string) => io.out(`${cleanOutput(text, secrets).trimEnd()}\n`);
  const [name = '', ...rest] = argv;
  const asJson = rest.includes('--json');
  try {
    const known = COMMANDS.find((command) => command === name);
    if (known === undefined) return noCommand(name, words, out);
    const command = await commands[known]();
    const { values, positionals } = read(command, rest, words);
    if (values.help) {
      out(helpFor(command, words, look));
      return 0;
    }
    // Before the first connection, to Redis or to Jira.
    io.trustCa();
    const answer = await command.run({ values, names: positionals, io, language, words, look, secrets });
    out(asJson ? JSON.stringify(answer.data, null, 2) : answer.text);
    return answer.code;
  } catch (error) {
    const { code, text, data } = failureOf(error, words);
    if (asJson) out(JSON.stringify(data, null, 2));
    else io.err(`${cleanOutput(text, secrets).trimEnd()}\n`);
    return code;
  }
}

function noCommand(name: string, words: Words, out: (text: string) => void): ExitCode {
  if (!['', '--help', '-h', 'help'].includes(name))
    throw new CliError(2, words.common.unknownCommand(name, COMMANDS.join(', ')));
  out(overview(words));
  return 0;
}

function read(command: Command, args: readonly string[], words: Words) {
  const options = { ...command.options, help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const;
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const count = parsed.positionals.length;
    const { least, most } = command.takes;
    if (!parsed.values.help && (count < least || count > most))
      throw new CliError(2, words.common.argumentsWanted(words.help[command.name].usage));
    return { values: { ...parsed.values }, positionals: parsed.positionals };
  } catch (error) {
    throw usageFault(error, command, words);
  }
}

interface Failure {
  code: ExitCode;
  text: string;
  data: unknown;
}

/** What a person can do something about gets a sentence; an internal error keeps its own words. */
function failureOf(error: unknown, words: Words): Failure {
  const told = (code: ExitCode, kind: string, message: string, todo: string | null = null): Failure => ({
    code,
    text: todo === null ? message : `${message}\n${words.common.todo(todo)}`,
    data: { error: { code: kind, message, ...(todo === null ? {} : { todo }) } },
  });
  if (error instanceof CliError)
    return told(error.code, error.code === 2 ? 'usage' : 'failed', error.message, error.todo);
  if (error instanceof ConfigInvalid)
    return told(
      78,
      'config_invalid',
      [words.common.configInvalid, ...error.problems.map((one) => `  - ${one}`)].join('\n'),
    );
  if (error instanceof RulesInvalid) {
    const lines = error.problems.map((problem) => problemText(words.common.ruleProblem(problem)));
    return told(78, 'rules_invalid', [words.common.rulesInvalid, ...lines].join('\n'));
  }
  if (error instanceof JiraFailure) {
    const { jiraTodo, tokenTodo } = words.common;
    const { tls, endpoint, status } = error.facts;
    if (endpoint === 'token')
      return told(1, 'jira_failed', error.message, status ? words.doctor.clientRefused : words.tls.tokenUnreachable);
    if (tls) return told(1, 'jira_failed', error.message, words.tls.todo[tls]);
    return told(1, 'jira_failed', error.message, takesNoPasswords(error) ? tokenTodo : jiraTodo);
  }
  return told(1, 'unexpected', error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
