/** apt without the system: lists, archives and logs of its own, no root, nothing installed. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run.ts';

/** Read after the system's own settings, so that proxies and mirrors stay and only places and hooks change. */
export async function writeAptConfig(apt: string, more: readonly string[] = []): Promise<string> {
  for (const folder of ['state', 'lists/partial', 'cache/archives/partial', 'log']) {
    await mkdir(join(apt, folder), { recursive: true });
  }
  const config = join(apt, 'apt.conf');
  await writeFile(
    config,
    [
      // These hooks would write to the system's caches.
      '#clear APT::Update::Pre-Invoke;',
      '#clear APT::Update::Post-Invoke;',
      '#clear APT::Update::Post-Invoke-Success;',
      `Dir::State "${apt}/state";`,
      `Dir::State::lists "${apt}/lists";`,
      'Dir::State::status "/var/lib/dpkg/status";',
      `Dir::Cache "${apt}/cache";`,
      'Dir::Cache::pkgcache "";',
      'Dir::Cache::srcpkgcache "";',
      `Dir::Log "${apt}/log";`,
      'Acquire::Languages "none";',
      // As root, apt would download as a user who may not enter our folder.
      'APT::Sandbox::User "root";',
      'Debug::NoLocking "true";',
      ...more,
    ].join('\n'),
  );
  return config;
}

export function aptGet(config: string, args: readonly string[], cwd: string) {
  return run('apt-get', ['-c', config, ...args], {
    cwd,
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Unpacks all packages of a folder into another. Why it could not, or undefined. */
export async function unpackArchives(archives: string, into: string): Promise<string | undefined> {
  for (const file of (await readdir(archives)).filter((name) => name.endsWith('.deb'))) {
    const unpack = await run('dpkg-deb', ['-x', join(archives, file), into]);
    if (unpack.code !== 0) return `dpkg-deb could not unpack ${file}: ${lastLine(unpack.stderr)}`;
  }
  return undefined;
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
