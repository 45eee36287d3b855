import type { Env } from '../settings/settings.ts';
import { spawnNode } from './spawn-node.ts';
import type { Service } from './supervise.ts';

export interface Program {
  readonly file: string;
  readonly args?: readonly string[];
}

/** A program of ours that tells by HTTP when it is ready. */
export function nodeService(options: { name: string; program: Program; cwd: string; env: Env; url: string }): Service {
  const { name, program, cwd, env, url } = options;
  return {
    name,
    graceMs: 30_000,
    start: () => spawnNode(name, program.file, { cwd, env, args: program.args ?? [] }),
    async isReady() {
      try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
        await answer.body?.cancel();
        return answer.ok;
      } catch {
        return false;
      }
    },
  };
}
