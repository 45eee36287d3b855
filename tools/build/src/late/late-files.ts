/** Packages that a process may never use stand in files of their own, each loaded by the first call that needs it. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'rolldown';

/**
 * What our modules import and use only within functions: by name, what is taken of each. A file with rules, a template, a pattern, and
 * a text of Markdown are what they are for.
 */
const IMPORTED: Readonly<Record<string, readonly string[]>> = {
  yaml: [
    ...['Document', 'LineCounter', 'Scalar', 'isAlias', 'isMap', 'isNode', 'isPair', 'isScalar', 'isSeq'],
    ...['parse', 'parseDocument', 'stringify', 'visit'],
  ],
  re2js: ['RE2JS'],
  liquidjs: ['Liquid'],
  'mdast-util-from-markdown': ['fromMarkdown'],
  'mdast-util-gfm': ['gfmFromMarkdown'],
  'micromark-extension-gfm': ['gfm'],
};

/** Modules that others take by `require` within a function, and how the file of each is called. */
const REQUIRED: Readonly<Record<string, RegExp>> = {
  'cron-parser': /\/cron-parser\/dist\/index\.js$/,
  'winston-file': /\/winston\/lib\/winston\/transports\/file\.js$/,
  'winston-http': /\/winston\/lib\/winston\/transports\/http\.js$/,
  'ioredis-cluster': /\/ioredis\/built\/cluster\/index\.js$/,
  'body-parser': /\/body-parser\/index\.js$/,
  'serve-static': /\/serve-static\/index\.js$/,
  qs: /\/qs\/lib\/index\.js$/,
  'mime-db': /\/mime-db\/index\.js$/,
  'iconv-encodings': /\/iconv-lite\/encodings\/index\.js$/,
};

const STAND_IN = '\0late:';
/** Has `late(file)`, which loads a file that `ROLLUP_FILE_URL` names. */
export const LATE_REQUIRE = '\0late-require';
const IN_ITS_FILE = '?in-its-file';

/** Built, nothing is in one file with its users but what they need to start. */
export function lateFiles(): Plugin {
  const places = new Map<string, string>();
  return {
    name: 'late-files',
    resolveId: {
      order: 'pre',
      async handler(id, importer) {
        if (id === LATE_REQUIRE || id.endsWith(IN_ITS_FILE)) return id;
        if (!Object.hasOwn(IMPORTED, id) || importer === undefined || /node_modules|^\0/.test(importer)) return null;
        const found = await this.resolve(id, importer, { skipSelf: true });
        if (found === null) return null;
        places.set(id, found.id);
        return `${STAND_IN}${id}`;
      },
    },
    load(id) {
      if (id === LATE_REQUIRE)
        return [
          "import { fileURLToPath } from 'node:url';",
          'export const late = (file) => require(fileURLToPath(file));',
        ].join('\n');
      if (id.endsWith(IN_ITS_FILE)) return readFileSync(id.slice(0, -IN_ITS_FILE.length), 'utf8');
      const fileOf = (name: string, place: string) =>
        `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'chunk', id: place, name: `late-${name}` })}`;
      if (id.startsWith(STAND_IN)) {
        const name = id.slice(STAND_IN.length);
        return standIn(fileOf(name, places.get(name) ?? name), IMPORTED[name] ?? []);
      }
      const [name] = Object.entries(REQUIRED).find(([, module]) => module.test(id)) ?? [];
      if (name === undefined) return null;
      return `module.exports = require('${LATE_REQUIRE}').late(${fileOf(name, `${id}${IN_ITS_FILE}`)});`;
    },
  };
}

/** Each name is what it stands for as soon as something is done with it: called, made anew, or asked for something of its own. */
function standIn(file: string, names: readonly string[]): string {
  return [
    `import { late } from '${LATE_REQUIRE}';`,
    'let loaded;',
    `const module = () => (loaded ??= late(${file}));`,
    'const standIn = (name) => new Proxy(function () {}, {',
    '  get: (_target, key) => Reflect.get(module()[name], key),',
    '  apply: (_target, self, args) => Reflect.apply(module()[name], self, args),',
    '  construct: (_target, args) => Reflect.construct(module()[name], args),',
    '});',
    ...names.map((name) => `export const ${name} = /* @__PURE__ */ standIn('${name}');`),
  ].join('\n');
}
