/**
 * Starts one built process as `guance-jira <process>` would, and when it is ready, writes down what V8 has compiled for that, and a little
 * later the same of the files that it has loaded since; then ends.
 * Arguments: the folder of the package, the process, and where it says that it is ready.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Script } from 'node:vm';
import { compiledName, createLoad, digestOf, thisNode } from '../program/load.ts';

/** What processes leave for after their start they load a second after it. */
const LATE_MS = 1_500;

const [out = '', process_ = '', url = ''] = process.argv.slice(2);
const folder = join(out, 'lib');
const compiled = join(folder, 'compiled', process_);
mkdirSync(compiled, { recursive: true });
const scripts = new Map<string, { script: Script; sourceDigest: string }>();
process.argv = [process.execPath, join(out, 'guance-jira.js'), process_];
createLoad({
  folder,
  compiled: null,
  onScript: (name, script, sourceDigest) => scripts.set(name, { script, sourceDigest }),
})('./bin.js');
while (!(await answers())) await pause(20);
// Now, and not with the others: a start would have to read what is called only later as well.
keepCompiled();
await pause(LATE_MS);
keepCompiled();
process.exit(0);

function keepCompiled(): void {
  for (const [name, { script, sourceDigest }] of scripts) {
    const data = script.createCachedData();
    writeFileSync(join(compiled, compiledName(name)), Buffer.concat([digestOf(thisNode(), sourceDigest, data), data]));
  }
  scripts.clear();
}

function answers(): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => resolve(response.resume().statusCode === 200)).on('error', () =>
      resolve(false),
    );
  });
}
