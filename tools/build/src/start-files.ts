/** Which modules stand in one file: those that the same processes load at their start, as each file more costs each start. */
import { join } from 'node:path';
import type { CodeSplittingOptions, OutputChunk } from 'rolldown';

const PROCESSES = ['receiver', 'worker', 'console'];

/**
 * Left alone, the bundler makes a file for each set of users that anything has, every command of the command line among them: sixty for
 * a worker's start. Here who else uses a module counts only as far as there is somebody, as a command shall not load all of a worker.
 * @param chunks what it makes left alone
 */
export function startFiles(root: string, chunks: readonly OutputChunk[]): CodeSplittingOptions {
  const programs = PROCESSES.map((name) => join(root, `apps/${name}/src/main.ts`));
  const starts = programs.map((program) => loadedBy(program, chunks));
  const later = chunks.filter((chunk) => !starts.some((start) => start.has(chunk)));
  const usedLater = new Set(later.flatMap(({ imports }) => imports));
  const names = new Map<string, string>();
  for (const chunk of new Set(starts.flatMap((start) => [...start]))) {
    const users = PROCESSES.filter((_name, index) => starts[index]?.has(chunk));
    const name = ['start', ...users, ...(usedLater.has(chunk.fileName) ? ['shared'] : [])].join('-');
    for (const module of chunk.moduleIds) names.set(module, name);
  }
  // A program must be alone in its file.
  for (const program of programs) names.delete(program);
  return {
    groups: [...new Set(names.values())].map((name) => ({
      name,
      test: (id) => names.get(id) === name,
      // What a module imports comes with it, unless more have it.
      priority: name.split('-').length,
    })),
  };
}

function loadedBy(program: string, chunks: readonly OutputChunk[]): Set<OutputChunk> {
  const by = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const files = new Set(chunks.filter(({ moduleIds }) => moduleIds.includes(program)));
  // A set that grows while it is walked through is walked through to its end.
  for (const { imports } of files)
    for (const name of imports) {
      const chunk = by.get(name);
      if (chunk !== undefined) files.add(chunk);
    }
  return files;
}
