import { readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { repoRoot } from '../harness/index.ts';

export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

export interface Stage {
  readonly base: string;
  readonly instructions: readonly Instruction[];
  all(word: string): readonly string[];
  /** The last. @throws Error when there is none */
  one(word: string): string;
}

/** The stages of our Dockerfile, each instruction on one line. */
export function readDockerfile(): { text: string; stages: Stage[] } {
  const text = readFileSync(`${repoRoot}/Dockerfile`, 'utf8');
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/ *\\\n */g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const instructions = lines.map((line) => ({
    word: line.split(' ')[0] ?? '',
    rest: line.slice(line.indexOf(' ') + 1),
  }));
  const starts = instructions.flatMap(({ word }, index) => (word === 'FROM' ? [index] : []));
  return { text, stages: starts.map((start, at) => stageOf(instructions.slice(start, starts[at + 1]))) };
}

function stageOf([from, ...instructions]: readonly Instruction[]): Stage {
  const all = (word: string) => instructions.filter((one) => one.word === word).map(({ rest }) => rest);
  return {
    base: from?.rest ?? '',
    instructions,
    all,
    one(word) {
      const found = all(word).at(-1);
      if (found === undefined) throw new Error(`no ${word} in the stage from ${from?.rest}`);
      return found;
    },
  };
}

/** Whether Docker would send that file, as .dockerignore says: the last line that fits decides. */
export function isInContext(file: string): boolean {
  const lines = readFileSync(`${repoRoot}/.dockerignore`, 'utf8')
    .split('\n')
    .filter((line) => /^[^#]/.test(line));
  const folders = file.split('/').map((_name, index, names) => names.slice(0, index + 1).join('/'));
  let sent = true;
  for (const line of lines) {
    const pattern = line.replace(/^!/, '');
    if (folders.some((folder) => matchesGlob(folder, pattern))) sent = line.startsWith('!');
  }
  return sent;
}
