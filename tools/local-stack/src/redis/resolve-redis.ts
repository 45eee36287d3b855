import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findOnPath, run } from '../run.ts';
import { unpackRedis } from './unpack-redis.ts';

/** Which Redis serves: one that the settings name and that runs already, a program to start, or one in memory that forgets. */
export type RedisChoice =
  | { readonly kind: 'given'; readonly words: string }
  | { readonly kind: 'program'; readonly path: string; readonly words: string }
  | { readonly kind: 'memory'; readonly words: string };

export interface ResolveRedisOptions {
  /** Folder for what has to be downloaded; the system itself is never changed. */
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False where a Redis that forgets would prove nothing, as in tests. */
  readonly allowMemory: boolean;
  /** Told before the one slow step, the download. */
  readonly report?: (line: string) => void;
}

/**
 * The first Redis that serves: `REDIS_URL`, a program on the PATH, the system's package unpacked under `dataDir`, memory.
 * @throws NoRedis when only memory is left and it is not allowed
 */
export async function resolveRedis(options: ResolveRedisOptions): Promise<RedisChoice> {
  const { env, report = () => {} } = options;
  const dataDir = resolve(options.dataDir);
  const given = ['REDIS_URL', 'REDIS_URL_FILE', 'REDIS_SENTINELS', 'REDIS_CLUSTER_NODES'].find((name) => env[name]);
  if (given) return { kind: 'given', words: `the one that ${given} names` };
  for (const name of ['redis-server', 'valkey-server']) {
    const path = findOnPath(name, env.PATH);
    if (path) return { kind: 'program', path, words: `${path} (${await versionOf(path)})` };
  }

  const wrapper = join(dataDir, 'bin', 'redis-server');
  let reason = '';
  if (!(await starts(wrapper))) {
    await mkdir(dataDir, { recursive: true });
    reason = (await unpackRedis(dataDir, wrapper, report)) ?? '';
  }
  if (await starts(wrapper)) {
    return {
      kind: 'program',
      path: wrapper,
      words: `${wrapper} (${await versionOf(wrapper)}, unpacked, not installed)`,
    };
  }

  if (options.allowMemory) return { kind: 'memory', words: `in memory, since no Redis was found: ${reason}` };
  throw new NoRedis(reason);
}

export class NoRedis extends Error {
  override readonly name = 'NoRedis';
  /** Why none could be unpacked. */
  readonly reason: string;
  constructor(reason: string) {
    super(
      `There is no Redis: ${reason}. Install redis-server or valkey-server (macOS: brew install redis), or set REDIS_URL.`,
    );
    this.reason = reason;
  }
}

export async function starts(path: string): Promise<boolean> {
  return existsSync(path) && (await run(path, ['--version'])).code === 0;
}

export async function versionOf(path: string): Promise<string> {
  const { stdout } = await run(path, ['--version']);
  const name = /valkey/i.test(stdout) ? 'Valkey' : 'Redis';
  return `${name} ${/v=(\S+)/.exec(stdout)?.[1] ?? 'of unknown version'}`;
}
