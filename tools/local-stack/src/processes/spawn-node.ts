import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Child, childOf } from './child.ts';

/** Starts a TypeScript program with this Node, in a process group of its own; it stops when this process is gone. */
export function spawnNode(
  name: string,
  file: string,
  options: { env: Readonly<Record<string, string | undefined>>; cwd: string; args?: readonly string[] },
): Child {
  const guard = fileURLToPath(new URL('./die-with-parent.cjs', import.meta.url));
  return childOf(
    name,
    spawn(process.execPath, ['--require', guard, file, ...(options.args ?? [])], {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    }),
  );
}
