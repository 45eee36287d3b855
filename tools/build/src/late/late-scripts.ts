/** BullMQ's Lua scripts are a third of what a process loads at its start, and each is sent to Redis by its SHA-1 once Redis has it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'rolldown';
import { LATE_REQUIRE } from './late-files.ts';

const SCRIPT = /\/bullmq\/dist\/esm\/scripts\/\w+-\d+\.js$/;
const CONTENT = /^const content = (`[^`]*`);$/m;
const TEXTS = 'bullmq-script-texts';

/** Their texts stand in a file of their own; the library for Redis takes one when it sends it whole (`lean-libraries.ts`). */
export function lateScripts(): Plugin {
  let folder = '';
  return {
    name: 'late-scripts',
    resolveId: {
      order: 'pre',
      handler(id, importer) {
        if (id === TEXTS) folder = dirname(importer ?? '');
        return id === TEXTS || id === `${TEXTS}?all` ? `\0${id}` : null;
      },
    },
    load(id) {
      if (id === `\0${TEXTS}?all`) {
        const files = readdirSync(folder).filter((file) => SCRIPT.test(join(folder, file)));
        const texts = files.map((file) => [file, textIn(readFileSync(join(folder, file), 'utf8'))]);
        return `export const texts = ${JSON.stringify(Object.fromEntries(texts))};`;
      }
      if (id !== `\0${TEXTS}`) return null;
      const file = this.emitFile({ type: 'chunk', id: `${TEXTS}?all`, name: 'late-bullmq-scripts' });
      return standIn(`import.meta.ROLLUP_FILE_URL_${file}`);
    },
    transform: {
      filter: { id: SCRIPT },
      handler(code, id) {
        const text = textIn(code);
        if (text === undefined) this.error(`${id} is written in another way than it was`);
        const sha = createHash('sha1').update(text).digest('hex');
        const content = `{ sha: '${sha}', text: () => textOf('${basename(id)}') }`;
        return `import { textOf } from '${TEXTS}';\n${code.replace(CONTENT, () => `const content = ${content};`)}`;
      },
    },
  };
}

function textIn(code: string): string | undefined {
  const [, literal] = CONTENT.exec(code) ?? [];
  // Written by BullMQ's own build; a script that says `$` and `{` would be one that it fills in.
  if (literal === undefined || literal.includes('${')) return undefined;
  return new Function(`return ${literal};`)();
}

/** Loaded a second after the start, so that no event waits for it and no update has taken it away. */
function standIn(file: string): string {
  return [
    `import { late } from '${LATE_REQUIRE}';`,
    'let loaded;',
    `const load = () => (loaded ??= late(${file}).texts);`,
    'setTimeout(() => {',
    '  try {',
    '    load();',
    '  } catch {',
    '    // Whoever needs it hears of it.',
    '  }',
    '}, 1_000).unref();',
    'export const textOf = (name) => load()[name];',
  ].join('\n');
}
