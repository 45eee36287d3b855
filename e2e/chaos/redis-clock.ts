/** A redis-server whose clock can be set while it runs, by a few lines of C that are built where gcc is. */
import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { redisProgram } from '../harness/index.ts';

export interface RedisClock {
  /** To be started in place of redis-server. */
  readonly program: string;
  /** Seconds by which it is ahead from now on; negative: behind. */
  set(seconds: number): Promise<void>;
}

/** Empty where such a Redis can be built. */
export const NO_REDIS_CLOCK =
  process.platform === 'linux' && spawnSync('gcc', ['--version']).status === 0 ? '' : 'skipped: no gcc';

/** @param dir a folder of the run's own */
export async function createRedisClock(dir: string, ahead: number): Promise<RedisClock> {
  const [library, redis] = await Promise.all([built(), redisProgram()]);
  await mkdir(dir, { recursive: true });
  const file = join(dir, 'clock');
  const program = join(dir, 'redis-server');
  const set = async (seconds: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(seconds));
    // Written in place: Redis has the file mapped.
    const handle = await open(file, 'r+');
    await handle.write(bytes, 0, 8, 0);
    await handle.close();
  };
  await writeFile(file, Buffer.alloc(8));
  await writeFile(
    program,
    `#!/bin/sh\nexport LD_PRELOAD='${library}' REDIS_CLOCK_FILE='${file}'\nexec '${redis}' "$@"\n`,
  );
  await chmod(program, 0o755);
  await set(ahead);
  return { program, set };
}

let library: Promise<string> | undefined;

function built(): Promise<string> {
  library ??= (async () => {
    const dir = join(tmpdir(), `guance-jira-redis-clock-${process.pid}`);
    await mkdir(dir, { recursive: true });
    const file = join(dir, 'redis-clock.so');
    const source = new URL('./redis-clock.c', import.meta.url).pathname;
    await promisify(execFile)('gcc', ['-O2', '-shared', '-fPIC', '-o', file, source]);
    return file;
  })();
  return library;
}
