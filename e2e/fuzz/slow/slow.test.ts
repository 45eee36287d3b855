import { accessSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { openMessages } from '../../../packages/operations/src/index.ts';
import { entriesFor } from './entries.ts';
import { grow, LIMIT_MS } from './measure.ts';
import { KNOWN } from './shapes.ts';

const messages = openMessages(builtThread());
afterAll(() => messages.close());

// A small part of what `npm run fuzz -- --slow` tries: each entry with the shapes that were slow once, in turns.
it('no text that was slow once holds the event loop for long, wherever it stands', async () => {
  const slow: object[] = [];
  for (const [index, entry] of entriesFor(messages).entries()) {
    for (let turn = 0; turn < (entry.name === 'message' ? 24 : 1); turn += 1) {
      const shape = KNOWN[(index * 7 + turn) % KNOWN.length];
      if (shape === undefined) throw new Error('no shapes');
      const { ms, length } = await grow(entry, shape);
      if (ms > LIMIT_MS) slow.push({ entry: entry.name, shape, ms, length });
    }
  }
  expect(slow).toEqual([]);
}, 600_000);

it('a slow text is found where there is one', async () => {
  const entry = {
    name: 'from each letter',
    most: 100_000,
    steps: function* (text: string) {
      yield () => /\w+:\/\//.test(text);
    },
  };
  expect((await grow(entry, { head: '', units: ['i'], tail: '' })).ms).toBeGreaterThan(LIMIT_MS);
});

/** That of the build, where there is one: a text that takes too long ends its thread, and the next one loads in a tenth of the time. */
function builtThread({ E2E_BUILT: built }: NodeJS.ProcessEnv = process.env): URL | undefined {
  if (!built) return undefined;
  const file = join(built, 'lib/parse-thread.js');
  // Without its program no text would be parsed, and none would be slow.
  accessSync(file);
  return pathToFileURL(file);
}
