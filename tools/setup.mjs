/**
 * `npm start` and `npm test` run this first, with whatever Node is there (20 or newer): installs what the lockfile says,
 * Node itself included, unless that is done already. Later starts need no network.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = `${root}node_modules/.installed`;
const stamp = `${process.platform}-${process.arch} ${createHash('sha256')
  .update(readFileSync(`${root}pnpm-lock.yaml`))
  .digest('hex')}`;
const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  const windows = process.platform === 'win32';
  const { status } = spawnSync('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
    // pnpm asks before it replaces a node_modules; nobody may be there to answer.
    env: { ...process.env, npm_config_confirm_modules_purge: 'false' },
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stampFile, stamp);
}
