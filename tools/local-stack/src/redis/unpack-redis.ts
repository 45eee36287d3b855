import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { findOnPath } from '../run.ts';
import { aptGet, lastLine, unpackArchives, writeAptConfig } from './apt.ts';

/**
 * Unpacks the redis-server package and the libraries it lacks under `dataDir` and writes `wrapper`, a script that starts
 * it. Needs apt (Debian, Ubuntu), no root, and changes nothing on the system: apt gets lists, archives and logs of its own.
 * Returns why it could not, or undefined.
 */
export async function unpackRedis(
  dataDir: string,
  wrapper: string,
  report: (line: string) => void,
): Promise<string | undefined> {
  for (const tool of ['apt-get', 'dpkg-deb']) {
    if (!findOnPath(tool, process.env.PATH)) return `there is no ${tool} on this machine`;
  }
  report(`No redis-server on the PATH: unpacking the system's package under ${dataDir} (nothing is installed).`);
  // A folder of this run's own, so that two runs at once do not meet.
  const work = await mkdtemp(join(dataDir, 'unpack-'));
  const apt = join(work, 'apt');
  const fresh = join(work, 'root');
  try {
    await mkdir(fresh);
    const config = await writeAptConfig(apt);
    const update = await aptGet(config, ['update'], apt);
    const packages =
      (await missingPackages(config, 'redis-server')) ?? (await missingPackages(config, 'valkey-server'));
    if (!packages)
      return `apt offers neither redis-server nor valkey-server (${lastLine(update.stderr) || 'no such package'})`;
    const archives = join(apt, 'cache', 'archives');
    const download = await aptGet(config, ['download', ...packages], archives);
    if (download.code !== 0) return `apt could not download ${packages.join(', ')}: ${lastLine(download.stderr)}`;
    const problem = await unpackArchives(archives, fresh);
    if (problem) return problem;
    return await install(fresh, join(dataDir, 'redis-program'), wrapper);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The packages that an installation would add, as `name=version`; undefined when apt knows no such package. */
async function missingPackages(config: string, name: string): Promise<string[] | undefined> {
  const plan = await aptGet(config, ['--simulate', '--no-install-recommends', 'install', name], dirname(config));
  if (plan.code !== 0) return undefined;
  const added = [...plan.stdout.matchAll(/^Inst (\S+) (?:\[[^\]]*\] )?\((\S+)/gm)].map(
    ([, pkg, version]) => `${pkg}=${version}`,
  );
  return added.length > 0 ? added : undefined;
}

async function install(fresh: string, home: string, wrapper: string): Promise<string | undefined> {
  const program = ['usr/bin/redis-server', 'usr/bin/valkey-server'].find((path) => existsSync(join(fresh, path)));
  if (!program) return 'the package holds no redis-server';
  const files = await readdir(fresh, { recursive: true });
  const libraries = [...new Set(files.filter((file) => /\.so(\.|$)/.test(file)).map((file) => dirname(file)))];
  await rm(home, { recursive: true, force: true });
  await rename(fresh, home);
  await mkdir(dirname(wrapper), { recursive: true });
  const from = relative(dirname(wrapper), home);
  const path = libraries.map((folder) => `$home/${folder}`).join(':');
  await writeFile(
    wrapper,
    [
      '#!/bin/sh',
      '# Starts the unpacked Redis with the libraries beside it. Made by npm start or npm test; may be deleted.',
      `home="$(cd "$(dirname "$0")/${from}" && pwd)"`,
      `LD_LIBRARY_PATH="${path}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "$home/${program}" "$@"`,
      '',
    ].join('\n'),
  );
  await chmod(wrapper, 0o755);
  return undefined;
}
