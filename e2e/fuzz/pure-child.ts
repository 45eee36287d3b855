/**
 * `node pure-child.ts <target> <seed> <inputs> [<file>]`: tries a target in chunks, and writes one line of JSON for each. Where
 * a file is named, each input is written there before it is tried.
 */
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { TARGETS, type TargetName } from './targets.ts';

const CHUNK = 1000;

const [name = '', seed = '', inputs = '', file] = process.argv.slice(2);
if (!(name in TARGETS)) throw new Error(`no target ${name}`);
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const property = TARGETS[name as TargetName]((input) => {
  if (file !== undefined) writeFileSync(file, fc.stringify(input));
}) as fc.IProperty<unknown>;

for (let done = 0; done < Number(inputs); ) {
  const numRuns = Math.min(CHUNK, Number(inputs) - done);
  const chunkSeed = Number(seed) + done;
  say({ begins: chunkSeed });
  const run = await fc.check(property, { seed: chunkSeed, numRuns, endOnFailure: true });
  done += numRuns;
  if (run.failed) say({ finding: await findingOf(chunkSeed, run) });
  collect();
  say({ done, heap: process.memoryUsage().heapUsed });
}

/** With a smaller input that fails too, where one is found soon: to try a slow one again and again takes too long. */
async function findingOf(chunkSeed: number, run: fc.RunDetails<unknown>): Promise<object> {
  const again = { seed: chunkSeed, path: run.counterexamplePath ?? '', interruptAfterTimeLimit: 20_000 };
  const shrunk = isSlow(run) ? run : await fc.check(property, again);
  const { errorInstance: error, counterexample } = shrunk.failed ? shrunk : run;
  return {
    seed: chunkSeed,
    path: run.counterexamplePath,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    input: fc.stringify(counterexample),
  };
}

function isSlow(run: fc.RunDetails<unknown>): boolean {
  return run.errorInstance instanceof Error && run.errorInstance.message.includes('processor time');
}

function say(record: object): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}
