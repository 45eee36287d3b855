/**
 * Node 26 needs libatomic, which a minimal Debian or Ubuntu has not, and which nobody can install without being root. Where the
 * Node in `node_modules` cannot start for that or another reason, the newest of Node 24 takes its place: it needs less.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';

const NODE_THAT_NEEDS_LESS = '24.21.0';

/** `root` ends with a slash. False when no Node starts; why was said. */
export function useNodeThatStarts(root) {
  const link = `${root}node_modules/.bin/node`;
  // Windows has shims there, and no such trouble; with --prod the system's own Node runs everything.
  if (process.platform === 'win32' || !existsSync(link)) return true;
  const tried = startsBy(link);
  if (tried === null) return true;

  console.log(`Node 26 does not start here (${tried}). Taking Node ${NODE_THAT_NEEDS_LESS} instead.`);
  // `npm start` puts this folder first on the PATH, so npm itself would run on it, now and at the next start.
  rmSync(link);
  const folder = `${root}node_modules/.node-24`;
  mkdirSync(folder, { recursive: true });
  const name = `node-${process.platform}-${process.arch}`;
  const { status } = spawnSync(
    'npm',
    ['install', '--no-save', '--ignore-scripts', '--prefix', folder, `${name}@${NODE_THAT_NEEDS_LESS}`],
    { cwd: folder, stdio: 'inherit' },
  );
  const program = `${folder}/node_modules/${name}/bin/node`;
  const still = status === 0 ? startsBy(program) : 'npm could not install it';
  if (still !== null) {
    console.error(`Node ${NODE_THAT_NEEDS_LESS} does not start either (${still}).`);
    return false;
  }
  symlinkSync(program, link);
  return true;
}

/** Null when it starts, else why not. */
function startsBy(program) {
  const { status, stderr, error } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? (stderr.trim() || `exit code ${status}`));
}
