/** `import`: the settings and rules of another program, as ours. Shows them; writes them with `--yes`, over no file that is there. */
import { join } from 'node:path';
import { parseRules, RulesInvalid } from '@guance-jira/mapping';
import { envText, IMPORTED_RULES, type Imported, importFile, rulesText } from '@guance-jira/operations';
import { z } from 'zod';
import { type Call, CliError, type Command } from './command-line/command.ts';

const Options = z.object({ to: z.string().default('.'), yes: z.boolean().default(false) });

export const importCommand: Command = {
  name: 'import',
  options: { to: { type: 'string' }, yes: { type: 'boolean' } },
  takes: { least: 1, most: 1 },
  run: async (call) => {
    const { io, words, look } = call;
    const options = Options.parse(call.values);
    const says = words.import;
    const imported = read(call);
    const files = [
      { path: io.resolvePath(join(options.to, '.env')), text: envText(imported, says), mode: 0o600 },
      { path: io.resolvePath(join(options.to, IMPORTED_RULES)), text: rulesText(imported, says), mode: 0o644 },
    ];
    // Never printed, and hidden in what is shown of the files.
    call.secrets.push(...imported.env.filter(({ secret, value }) => secret && value !== '').map(({ value }) => value));
    const problems = problemsOf(files[1]?.text ?? '');
    const notes = imported.notes.map((note) => ({ ...note, text: says.note(note) }));
    const data = { from: imported.from, notes, problems, files: files.map(({ path }) => path), written: options.yes };
    const told = [
      says.found(imported.from, imported.rules.routes.length),
      ...notes.map(({ text }) => `${look.sign('warn')} ${text}`),
      ...problems.map((problem) => `${look.sign('bad')} ${problem}`),
    ];
    if (!options.yes) {
      const shown = files.map(({ path, text }) => `${look.strong(`── ${path}`)}\n${text.trimEnd()}`);
      return { code: 0, data, text: [...shown, '', ...told, '', says.wouldWrite].join('\n') };
    }
    for (const { path } of files) if (io.exists(path)) throw new CliError(1, says.thereAlready(path), says.elsewhere);
    for (const { path, text, mode } of files) io.writeNew(path, text, mode);
    return { code: 0, data, text: [...told, '', says.wrote(files.map(({ path }) => path)), says.next].join('\n') };
  },
};

function read({ io, names, words }: Call): Imported {
  const [name = ''] = names;
  let source: string;
  try {
    source = io.readFile(io.resolvePath(name));
  } catch (error) {
    throw new CliError(
      2,
      words.common.fileUnreadable(name, error instanceof Error && 'code' in error ? String(error.code) : 'error'),
    );
  }
  // Read as UTF-8, what is written otherwise has this letter in the place of its own.
  if (/[\uFFFD\0]/.test(source)) throw new CliError(1, words.import.notUtf8(name), words.import.notUtf8Todo);
  let found: Imported | null;
  try {
    found = importFile(source);
  } catch (error) {
    throw new CliError(
      1,
      words.import.unreadable(name, error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''),
    );
  }
  if (found === null) throw new CliError(1, words.import.neither(name), words.import.neitherTodo);
  return found;
}

/** What our own reader has against the rules, such as a project that is a placeholder. */
function problemsOf(text: string): string[] {
  try {
    parseRules(text, IMPORTED_RULES);
    return [];
  } catch (error) {
    if (!(error instanceof RulesInvalid)) throw error;
    return error.message.split('\n');
  }
}
