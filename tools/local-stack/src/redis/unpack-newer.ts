import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { findOnPath, run } from '../run.ts';
import { aptGet, lastLine, unpackArchives, writeAptConfig } from './apt.ts';
import { starts, versionOf } from './resolve-redis.ts';

export type NewerServer = 'redis' | 'valkey';

/** Newer servers than the system's own, to test with: those of Debian 13. */
const SUITE = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** All that they are linked with, the C library included: the system's own may be older. */
const LIBRARIES =
  'libc6 libatomic1 libjemalloc2 liblzf1 libssl3t64 libstdc++6 libsystemd0 libgcc-s1 libcap2 libzstd1 zlib1g'.split(
    ' ',
  );

/** Where such a server can be started and what it calls itself, or why there is none. */
export type Newer = { readonly path: string; readonly words: string } | { readonly missing: string };

/**
 * Unpacks servers of Debian 13 with libraries of their own under `dataDir`; nothing is installed, and they start on an older system too.
 * Needs Debian's apt and its keyring, by which apt checks the signature of what it loads. What was unpacked before is taken as it is.
 */
export async function unpackNewer(dataDir: string, servers: readonly NewerServer[]): Promise<Record<string, Newer>> {
  const data = resolve(dataDir);
  const wrapperOf = (server: NewerServer) => join(data, 'bin', `${server}-${SUITE}`);
  const all = async () => Promise.all(servers.map((server) => starts(wrapperOf(server))));
  const problem = (await all()).every(Boolean) ? undefined : await unpackAll(data, servers, wrapperOf);
  const found: Record<string, Newer> = {};
  for (const server of servers) {
    const path = wrapperOf(server);
    found[server] = (await starts(path))
      ? { path, words: await versionOf(path) }
      : { missing: problem ?? 'it was unpacked and does not start' };
  }
  return found;
}

async function unpackAll(
  data: string,
  servers: readonly NewerServer[],
  wrapperOf: (server: NewerServer) => string,
): Promise<string | undefined> {
  for (const tool of ['apt-get', 'dpkg-deb']) {
    if (!findOnPath(tool, process.env.PATH)) return `there is no ${tool} on this machine`;
  }
  if (!existsSync(KEYRING)) return `there is no ${KEYRING}, so nothing can be checked`;
  await mkdir(data, { recursive: true });
  const work = await mkdtemp(join(data, 'unpack-'));
  try {
    const [apt, fresh] = [join(work, 'apt'), join(work, 'root')];
    await mkdir(join(apt, 'none'), { recursive: true });
    await mkdir(fresh);
    await writeFile(join(apt, 'status'), '');
    await writeFile(join(apt, 'sources.list'), `deb [signed-by=${KEYRING}] ${await mirror()} ${SUITE} main\n`);
    const config = await writeAptConfig(apt, [
      `Dir::Etc::sourcelist "${apt}/sources.list";`,
      `Dir::Etc::sourceparts "${apt}/none";`,
      // Nothing counts as installed, and pins of the system are not for this.
      `Dir::State::status "${apt}/status";`,
      `Dir::Etc::preferences "${apt}/none/preferences";`,
      `Dir::Etc::preferencesparts "${apt}/none";`,
    ]);
    const update = await aptGet(config, ['update', '-o', 'APT::Update::Error-Mode=any'], apt);
    if (update.code !== 0) return `apt could not read ${SUITE}: ${lastLine(update.stderr)}`;
    const archives = join(apt, 'cache', 'archives');
    const packages = [...servers.flatMap((server) => [`${server}-server`, `${server}-tools`]), ...LIBRARIES];
    const download = await aptGet(config, ['download', ...packages], archives);
    if (download.code !== 0) return `apt could not download ${packages.join(', ')}: ${lastLine(download.stderr)}`;
    const problem = await unpackArchives(archives, fresh);
    if (problem) return problem;
    const home = join(data, `servers-${SUITE}`);
    await rm(home, { recursive: true, force: true });
    await rename(fresh, home);
    for (const server of servers) await writeWrapper(wrapperOf(server), home, `${server}-server`);
    return undefined;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The mirror that this machine takes Debian from. */
async function mirror(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)']);
  return stdout.split('\n').find((uri) => /\/debian\/?$/.test(uri)) ?? 'http://deb.debian.org/debian';
}

/** Started by the unpacked loader, since the system's own would bring its own C library. */
async function writeWrapper(wrapper: string, home: string, program: string): Promise<void> {
  const files = await readdir(home, { recursive: true });
  const loader = files.find((file) => /\/ld-linux[^/]*\.so\.\d+$/.test(file));
  const libraries = [...new Set(files.filter((file) => /\.so(\.|$)/.test(file)).map((file) => dirname(file)))];
  await mkdir(dirname(wrapper), { recursive: true });
  await writeFile(
    wrapper,
    [
      '#!/bin/sh',
      '# Starts the unpacked server with the libraries beside it. Made by npm run durability; may be deleted.',
      `home="$(cd "$(dirname "$0")/${relative(dirname(wrapper), home)}" && pwd)"`,
      `exec "$home/${loader}" --argv0 ${program} --library-path "${libraries.map((folder) => `$home/${folder}`).join(':')}" "$home/usr/bin/${program}" "$@"`,
      '',
    ].join('\n'),
  );
  await chmod(wrapper, 0o755);
}
