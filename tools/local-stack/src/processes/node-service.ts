import type { Env } from '../settings/settings.ts';
import { spawnNode } from './spawn-node.ts';
import type { Service } from './supervise.ts';

/** A program of this repo that tells by HTTP when it is ready. */
export function nodeService(options: { name: string; root: string; file: string; env: Env; url: string }): Service {
  const { name, root, file, env, url } = options;
  return {
    name,
    graceMs: 30_000,
    start: () => spawnNode(name, `${root}/${file}`, { cwd: root, env }),
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
