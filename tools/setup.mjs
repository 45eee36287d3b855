/**
 * `npm start` and `npm test` run this first, with whatever Node is there (20 or newer): installs what the lockfile says,
 * Node itself included, unless that is done already, so later starts need no network. `--prod` leaves out what only
 * development needs. `--fetch` only downloads that, for which the lockfile is enough: the image does it before it has the sources.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { useNodeThatStarts } from './node-that-starts.mjs';

// Not as `packageManager` in package.json: pnpm 12 then wants to record the pin in the lockfile, which a registry mirror
// may not let it do, and a frozen install fails.
const PNPM = 'pnpm@12.21.0';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = process.argv.includes('--prod') ? ['--prod'] : [];
// Asking the registry how old each version of the lockfile is takes ten seconds and more of a first start. CI asks it of each change.
const age = process.env.CI ? [] : ['--config.minimumReleaseAge=0'];
const lock = createHash('sha256')
  .update(readFileSync(`${root}pnpm-lock.yaml`))
  .digest('hex');
const stamp = [process.platform, process.arch, ...options, lock].join(' ');
const stampFile = `${root}node_modules/.installed`;

if (process.argv.includes('--fetch')) {
  const { status } = pnpm('fetch', '--prod');
  process.exit(status ?? 1);
}
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  const { status } = pnpm('install', '--frozen-lockfile', ...age, ...options);
  if (status !== 0) process.exit(status ?? 1);
  if (!useNodeThatStarts(root)) process.exit(1);
  writeFileSync(stampFile, stamp);
}

function pnpm(...args) {
  return spawnSync('npx', ['--yes', PNPM, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
