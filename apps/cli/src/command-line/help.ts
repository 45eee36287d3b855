import type { Words } from '../words/words.ts';
import { COMMANDS, type Command } from './command.ts';
import { columns, indent, type Look } from './format.ts';

/** What there is, with no command named. */
export function overview(words: Words): string {
  const rows = COMMANDS.map((name) => [name, words.help[name].does]);
  return [words.common.usage, '', ...columns(rows).map((line) => indent(line, 2)), '', words.common.more].join('\n');
}

export function helpFor(command: Command, words: Words, look: Look): string {
  const { does, usage, about, options, examples } = words.help[command.name];
  const both = { ...options, ...words.common.options };
  const rows = [...Object.keys(command.options), 'json', 'help'].map((name) => {
    const takesValue = command.options[name]?.type === 'string';
    const { value = '', text } = both[name] ?? { text: '' };
    return [takesValue ? `--${name} <${value}>` : `--${name}`, text];
  });
  return [
    does,
    '',
    `  npm run cli -- ${usage}`,
    '',
    about,
    '',
    ...columns(rows).map((line) => indent(line, 2)),
    '',
    look.strong(words.common.examples),
    ...examples.map((line) => `  npm run cli -- ${line}`),
    '',
    words.common.exitCodes,
  ].join('\n');
}
