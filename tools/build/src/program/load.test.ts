import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compiledName, createLoad, digestOf, thisNode } from './load.ts';

let folder: string;
let compiled: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guance-jira-load-'));
  compiled = join(folder, 'compiled');
  mkdirSync(compiled);
  writeFileSync(
    join(folder, 'a.js'),
    "const b = require('./b.js');\nexports.three = () => b.one() + 2;\nexports.b = b;",
  );
  writeFileSync(join(folder, 'b.js'), "exports.one = () => 1;\nexports.sep = require('node:path').sep;");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What is loaded, and of which files V8 took what had been compiled. */
function loaded(): { three: number; taken: string[] } {
  const taken: string[] = [];
  const load = createLoad({
    folder,
    compiled,
    onScript: (name, script) => script.cachedDataRejected === false && taken.push(name),
  });
  return { three: Object(load('./a.js')).three(), taken };
}

function compileAll(node = thisNode()): void {
  createLoad({
    folder,
    compiled: null,
    onScript(name, script, sourceDigest) {
      script.runInThisContext();
      const data = script.createCachedData();
      writeFileSync(join(compiled, compiledName(name)), Buffer.concat([digestOf(node, sourceDigest, data), data]));
    },
  })('./a.js');
}

it('loads a file once, by whatever path it is named, and a module of Node', () => {
  const load = createLoad({ folder, compiled: null });

  expect(Object(load('./a.js')).b).toBe(load(join(folder, 'b.js')));
  expect(Object(load('./b.js')).sep).toBe('/');
});

it('says which module there is not, as require does', () => {
  expect(() => createLoad({ folder, compiled })('supports-color')).toThrow(
    expect.objectContaining({ code: 'MODULE_NOT_FOUND' }),
  );
});

it('takes what was compiled', () => {
  expect(loaded()).toEqual({ three: 3, taken: [] });

  compileAll();

  expect(loaded()).toEqual({ three: 3, taken: ['a.js', 'b.js'] });
});

it('compiles a file anew that was changed and has still as many characters', () => {
  compileAll();
  writeFileSync(join(folder, 'b.js'), "exports.one = () => 5;\nexports.sep = require('node:path').sep;");

  expect(loaded()).toEqual({ three: 7, taken: ['a.js'] });
});

it.each([
  ['version', process.version],
  ['system', process.platform],
  ['processor', process.arch],
  ['build', String(statSync(process.execPath).size)],
])('compiles anew what a Node of another %s has compiled', (_what, part) => {
  expect(thisNode()).toContain(`${part} `);
  compileAll(thisNode().replace(`${part} `, 'another '));

  expect(loaded()).toEqual({ three: 3, taken: [] });
});

it.each([
  ['damaged', (data: Buffer) => data.fill(0, data.length - 200)],
  ['cut', (data: Buffer) => data.subarray(0, 100)],
  ['empty', () => Buffer.alloc(0)],
])('compiles anew what is %s', (_how, change) => {
  compileAll();
  const file = join(compiled, 'b.v8');
  writeFileSync(file, change(readFileSync(file)));

  expect(loaded()).toEqual({ three: 3, taken: ['a.js'] });
});

it.each([
  ['this V8', [], false],
  ['one with other settings, which it is to V8 as if it were another version', ['--no-opt'], true],
])('says nothing and works with what %s compiled', (_whose, settings, rejected) => {
  compileAll();
  const program = `
    import { createLoad } from ${JSON.stringify(new URL('./load.ts', import.meta.url).href)};
    const rejected = [];
    const onScript = (_name, script) => rejected.push(script.cachedDataRejected);
    const [folder, compiled] = ${JSON.stringify([folder, compiled])};
    console.log(createLoad({ folder, compiled, onScript })('./a.js').three(), ...rejected);
  `;
  const { stdout, stderr } = spawnSync(process.execPath, [...settings, '--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: {},
  });

  expect([stderr, stdout]).toEqual(['', `3 ${rejected} ${rejected}\n`]);
});

it('loads a file again that failed, and names it and its line in what it throws', () => {
  writeFileSync(
    join(folder, 'c.js'),
    "globalThis.times = (globalThis.times ?? 0) + 1;\nfunction breaks() {\n  throw new Error('broken');\n}\nbreaks();",
  );
  const load = createLoad({ folder, compiled });
  const stackOf = () => {
    try {
      return load('./c.js');
    } catch (error) {
      return error instanceof Error ? error.stack : '';
    }
  };

  expect([stackOf(), stackOf()]).toEqual([
    expect.stringContaining(`at breaks (${join(folder, 'c.js')}:3:9)`),
    expect.stringContaining(`at breaks (${join(folder, 'c.js')}:3:9)`),
  ]);
  expect(Reflect.get(globalThis, 'times')).toBe(2);
});
