import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowed } from '../../docs/src/licences.ts';
import { type Built, build } from './build.ts';

const root = resolve(import.meta.dirname, '../../..');

describe('the package', () => {
  let out: string;
  let built: Built;
  const code = () => globSync('lib/*.js', { cwd: out }).map((file) => readFileSync(join(out, file), 'utf8'));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, args, { cwd: tmpdir(), encoding: 'utf8', env: { LANG: 'C' } });

  // A run of all tests has built it of these sources for those that start its processes.
  const { E2E_BUILT: made, E2E_BUILT_FACTS: facts } = process.env;
  beforeAll(async () => {
    out = made && facts ? made : await mkdtemp(join(tmpdir(), 'guance-jira-build-'));
    built = facts && out === made ? JSON.parse(readFileSync(facts, 'utf8')) : await build(root, out);
  }, 120_000);
  afterAll(() => (out === made ? undefined : rm(out, { recursive: true, force: true })));

  it('has the version of the clone, one command, and nothing to install beside it', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const made = JSON.parse(readFileSync(join(out, 'package.json'), 'utf8'));

    expect(made).toMatchObject({ name: 'guance-jira', version, bin: { 'guance-jira': 'guance-jira.js' } });
    expect(made).not.toHaveProperty('dependencies');
    expect(made).not.toHaveProperty('private');
    expect(run(join(out, 'guance-jira.js'), '--version').stdout).toBe(`${version}\n`);
  });

  it('takes its version from the one place that has it', () => {
    const others = globSync('{apps,packages,tools}/*/package.json', { cwd: root }).concat('e2e/package.json');
    const versioned = others.filter((file) => 'version' in JSON.parse(readFileSync(join(root, file), 'utf8')));

    expect(versioned).toEqual([]);
  });

  it('carries each Lua script, the pages and the sample', () => {
    const inside = built.chunks.flatMap(({ moduleIds }) => moduleIds);
    // A package that no process uses yet is not in it, nor what only tests use.
    const isUsed = (file: string) =>
      !file.includes('/testing/') && inside.some((id) => id.startsWith(join(root, file.replace(/\/src\/.*/, '/src/'))));
    const scripts = globSync('{apps,packages}/*/src/**/*.lua', { cwd: root }).filter(isUsed);

    expect(scripts.length).toBeGreaterThan(50);
    const carried = code().flatMap((text) => [...text.matchAll(/pathname: "([^"]+\.lua)"/g)].map(([, path]) => path));
    expect([...new Set(carried)].sort()).toEqual(scripts.sort());
    expect(
      globSync('lib/assets/**/{console.css,uPlot.min.css,index.ejs,01-monitor-critical.json}', { cwd: out }),
    ).toHaveLength(4);
  });

  it('has the modules of the editor, which the console of the clone finds in node_modules', () => {
    expect(code().some((text) => /\[\s*"@codemirror\/view",/.test(text))).toBe(true);
  });

  it('holds nothing that only tests or a look around need', () => {
    const inside = built.chunks.flatMap(({ moduleIds }) => moduleIds);

    expect(inside.length).toBeGreaterThan(500);
    expect(inside.filter((id) => /js-redis-server|\.test\.ts|\/testing\/|\/(e2e|bench)\/|vitest|ajv/.test(id))).toEqual(
      [],
    );
  });

  it('names what it holds of others, each with its licence, for people and for scanners', () => {
    const notices = readFileSync(join(out, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const { components } = JSON.parse(readFileSync(join(out, 'sbom.cdx.json'), 'utf8'));
    const purls = components.map(({ purl }: { purl: string }) => purl);

    expect(built.parts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['@bull-board/ui', '@codemirror/view', 'bullmq', 'express', 'jira.js', 'uplot', 'zod']),
    );
    expect(built.parts.filter(({ license }) => !isAllowed(license))).toEqual([]);
    expect(built.parts.filter(({ name, version }) => !notices.includes(`\n${name} ${version} (`))).toEqual([]);
    expect(notices).toMatch(/Permission is hereby granted, free of charge/);
    expect(purls).toHaveLength(built.parts.length);
    expect(purls).toContainEqual(expect.stringMatching(/^pkg:npm\/%40bull-board\/ui@\d/));
  });

  it('needs no module from elsewhere', () => {
    const imported = code().flatMap((text) =>
      [...text.matchAll(/(?<![\w.])require\(["']([^"']+)["']\)/g)].map(([, from = '']) => from),
    );

    expect(imported.length).toBeGreaterThan(100);
    expect(new Set(imported.filter((from) => !/^\.\/[\w.-]+\.js$/.test(from) && !isBuiltin(from)))).toEqual(
      // Its user goes without where there is none.
      new Set(['supports-color']),
    );
  });

  it.each(['receiver', 'worker', 'console'])('has a %s that loads at its start what it needs to start', (app) => {
    const main = built.chunks.find(({ moduleIds }) => moduleIds.includes(join(root, `apps/${app}/src/main.ts`)));
    const files = new Set([main?.fileName ?? '']);
    // A set that grows while it is walked through is walked through to its end.
    for (const name of files)
      for (const file of built.chunks.find(({ fileName }) => fileName === name)?.imports ?? []) files.add(file);
    const chunks = built.chunks.filter(({ fileName }) => files.has(fileName));
    const of = (text: string) => chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => id.includes(text));

    expect(of('/zod/').length).toBeGreaterThan(10);
    const late = [
      ...['undici', '@bull-board/api', 'lodash', 'valibot', '@opentelemetry/sdk-trace', '@opentelemetry/api'],
      ...['yaml', 're2js', 'liquidjs', 'micromark', 'luxon', 'detect-libc', 'colorspace'],
    ].map((name) => `/${name}/`);
    expect(late.filter((name) => of(name).length > 0)).toEqual([]);
    expect(of('/mime-db/db.json')).toEqual([]);
    expect(chunks.length).toBeLessThan(15);
    expect(app === 'worker' ? [] : of('/packages/mapping/src/template/')).toEqual([]);
  });

  it.each(['receiver', 'worker', 'console'])('has with it what V8 compiles when a %s starts', (app) => {
    // It loads all of its start before it finds that a setting is wrong.
    const start = `
      process.env.REDIS_URL = 'nonsense';
      const taken = {};
      process.argv = ['node', 'guance-jira.js', ${JSON.stringify(app)}];
      const onScript = (name, script) => { taken[name] = script.cachedDataRejected === false; };
      const folder = ${JSON.stringify(join(out, 'lib'))};
      const compiled = folder + '/compiled/${app}';
      require(folder + '/load.js').createLoad({ folder, compiled, onScript })('./bin.js');
      process.on('exit', () => console.log(JSON.stringify(taken)));
    `;
    const taken: Record<string, boolean> = JSON.parse(run('-e', start).stdout);

    expect(Object.keys(taken).length).toBeGreaterThan(8);
    expect(Object.entries(taken).filter(([, isTaken]) => !isTaken)).toEqual([]);
    expect(readFileSync(join(out, 'guance-jira.js'), 'utf8')).toContain(`'${app}'`);
  });

  it('has with it what V8 compiles of the files that a worker loads just after its start', () => {
    const name = (of: string) =>
      built.chunks.find(({ moduleIds }) => moduleIds.some((id) => id.includes(of)))?.fileName;
    const files = ['/mdast-util-from-markdown/', '/undici/', 'bullmq-script-texts?all'].map(name);
    const load = `
      const taken = [];
      const onScript = (name, script) => { taken.push([name, script.cachedDataRejected]); };
      const folder = ${JSON.stringify(join(out, 'lib'))};
      const load = require(folder + '/load.js').createLoad({ folder, compiled: folder + '/compiled/worker', onScript });
      for (const file of ${JSON.stringify(files)}) load('./' + file);
      console.log(JSON.stringify(taken));
    `;
    const taken: [string, boolean | undefined][] = JSON.parse(run('-e', load).stdout);

    expect(taken.map(([file]) => `lib/${file}`)).toEqual(expect.arrayContaining(files));
    expect(taken.filter(([, rejected]) => rejected !== false)).toEqual([]);
  });

  it('takes no module of Node by import, which reads all names of each and loads what some of them stand for', () => {
    expect(code().join('\n')).not.toMatch(/^import /m);
  });

  it('has no two files that load each other, as one of them would have nothing of the other yet', () => {
    const importsOf = (name: string) => built.chunks.find(({ fileName }) => fileName === name)?.imports ?? [];
    const loads = (from: string, to: string, seen = new Set<string>()): boolean =>
      importsOf(from).some((name) => name === to || (!seen.has(name) && loads(name, to, seen.add(name))));

    expect(built.chunks.map(({ fileName }) => fileName).filter((name) => loads(name, name))).toEqual([]);
  });

  it('is ASCII without comments, since V8 keeps the source in memory, and twice as large with any other character', () => {
    expect(code().filter((text) => /[^\0-\x7f]/.test(text))).toEqual([]);
    expect(code().some((text) => text.includes('@license') || text.includes('/** '))).toBe(false);
    expect(code().some((text) => text.includes('\\u2713</span>'))).toBe(true);
  });

  it('tells of each line which source it is of', () => {
    expect(code().some((text) => /^\/\/(#region)? apps\/worker\/src\/handle\/handle-event\.ts$/m.test(text))).toBe(
      true,
    );
  });

  it('keeps the lines and the names of functions and classes, which a stack trace shows, but not the names of variables', () => {
    const startsWorker = code().find((text) => text.includes('async function startWorker('));

    expect(startsWorker).toMatch(/async function startWorker\(\w{1,2}, /);
    expect(code().some((text) => /ConfigInvalid = class extends Error/.test(text))).toBe(true);
    expect(startsWorker?.split('\n').length).toBeGreaterThan(3_000);
  });

  it('names its commands as they are typed where it is installed', () => {
    const lines = code().flatMap((text) => text.split('\n'));
    const ofClone = /\bnpm (run (-s )?(cli|receiver|worker|console)|start)\b/;

    expect(lines.some((line) => line.includes('guance-jira resume'))).toBe(true);
    expect(lines.filter((line) => ofClone.test(line))).toEqual([]);
    expect(run(join(out, 'guance-jira.js'), 'help').stdout).toMatch(/guance-jira start .*[\s\S]*guance-jira <command>/);
  });

  it('says on an old Node what to do, and ends as for wrong settings', () => {
    const old = `Object.defineProperty(process, 'versions', { value: { node: '20.1.0' } }); require(${JSON.stringify(join(out, 'guance-jira.js'))});`;
    const { stderr, status } = run('-e', old);

    expect([status, stderr]).toEqual([
      78,
      expect.stringMatching(/needs Node 24 or newer; this is Node 20\.1\.0\.\n→ .*npx -p node/),
    ]);
  });
});
