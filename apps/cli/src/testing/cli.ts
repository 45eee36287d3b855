import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Io } from '../command-line/io.ts';
import { runCli } from '../run-cli.ts';

export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What `--json` printed. */
  readonly json: () => Record<string, unknown>;
}

export interface CliWorld {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Files by name; others are read from the disk. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly io?: Partial<Io>;
}

/** One call of the command line in this process, as a person makes it: `cli('find', 'event-1')`. */
export function cliIn(world: CliWorld): (...argv: string[]) => Promise<CliRun> {
  return async (...argv) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCli(argv, {
      env: world.env ?? {},
      readFile: (path) => world.files?.[path] ?? readFileSync(path, 'utf8'),
      exists: existsSync,
      writeNew: (path, text, mode) => writeFileSync(path, text, { flag: 'wx', mode }),
      resolvePath: (path) => path,
      readStdin: async () => world.stdin ?? '',
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      colors: false,
      progress: false,
      now: Date.now,
      user: 'tester',
      trustCa: () => undefined,
      ...world.io,
    });
    return { code, out: out.join(''), err: err.join(''), json: () => JSON.parse(out.join('')) };
  };
}
