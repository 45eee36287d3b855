/** `npm run cli -- <command>`: what people ask and do from a terminal. Reads the environment and exits; all else is in run-cli.ts. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { textOf } from '@guance-jira/service';
import { cliEnv } from './command-line/env.ts';
import { trustExtraCa } from './command-line/extra-ca.ts';
import { personIn } from './command-line/person.ts';
import { runCli } from './run-cli.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const fileIfThere = (path: string) => (existsSync(path) ? textOf(readFileSync(path)) : null);
/** npm runs us in the folder of the clone; paths that a person types are meant from where they stand. */
const standing = process.env.INIT_CWD ?? process.cwd();
const caAtStart = process.env.NODE_EXTRA_CA_CERTS;

const dataDir = resolve(root, process.env.LOCAL_STACK_DATA || '.data');
Object.assign(
  process.env,
  cliEnv(process.env, fileIfThere(resolve(root, '.env')), fileIfThere(resolve(dataDir, 'stack.json'))),
);
// When what reads our output is gone (`| head`), there is nobody left to tell.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  readFile: (path) => textOf(readFileSync(path)),
  exists: existsSync,
  writeNew(path, text, mode) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx', mode });
  },
  // Relative where it can be, since it comes back in messages.
  resolvePath: (path) => relative(process.cwd(), resolve(standing, path)),
  readStdin: () => text(process.stdin),
  out: (line) => void process.stdout.write(line),
  err: (line) => void process.stderr.write(line),
  colors: process.stdout.isTTY === true && !process.env.NO_COLOR,
  progress: process.stderr.isTTY === true,
  now: Date.now,
  user: personIn(process.env),
  trustCa: () => trustExtraCa(process.env.NODE_EXTRA_CA_CERTS, caAtStart, fileIfThere),
});
