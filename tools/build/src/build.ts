import { chmod, copyFile, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type OutputChunk, type OutputOptions, type RolldownOutput, rolldown } from 'rolldown';
import { builtinsRequired } from './builtins.ts';
import { CODE, carryFiles } from './carry-files.ts';
import { compileStarts } from './compiled/compile-starts.ts';
import { lateFiles } from './late/late-files.ts';
import { cronLate, iconvWithoutTables, metricsWithoutExemplars, mimeTypesLate } from './late/late-parts.ts';
import { lateSchemas } from './late/late-schemas.ts';
import { lateScripts } from './late/late-scripts.ts';
import { leanLibraries } from './lean-libraries.ts';
import { packageJson } from './package-json.ts';
import { bomOf, noticesOf, type Part, partsOf } from './parts.ts';
import {
  asciiTemplates,
  bullBoardPages,
  bullmqParts,
  editorOfConsole,
  jiraEndpoints,
  packageCommands,
  undiciAgent,
} from './source-changes.ts';
import { startFiles } from './start-files.ts';
import { topLevelAwait } from './top-level-await.ts';

export interface Built {
  /** Its files with code, and of what each is made. */
  readonly chunks: readonly Pick<OutputChunk, 'fileName' | 'imports' | 'moduleIds'>[];
  /** Packages of others that are in it. */
  readonly parts: readonly Part[];
}

/** Files of the clone that the package has as they are. */
const ALONG = [
  ...['LICENSE', 'README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'CHANGELOG.zh-CN.md', 'config', 'ops'],
  ...['deploy/systemd', 'deploy/proxy', 'samples/guance'],
];

/**
 * Makes `out` anew: the npm package, which is what the image and the systemd units run as well. All code is in it, that of other
 * packages too, so nothing is installed beside it.
 * @throws Error where a module cannot be found or carried, and for every warning of the bundler
 */
export async function build(root: string, out: string): Promise<Built> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const carried: string[] = [];
  const bundle = await rolldown({
    cwd: root,
    input: {
      bin: join(root, 'tools/build/src/program/bin.ts'),
      load: join(root, 'tools/build/src/program/load.ts'),
    },
    platform: 'node',
    // It would put what commands share into the file of their program, which begins to run when it is loaded.
    experimental: { chunkOptimization: false },
    // Whoever imports one name of a package shall not load all that its door names. None of these does anything by being loaded.
    treeshake: {
      moduleSideEffects: [{ test: /\/(bullmq\/dist\/esm|packages\/\w+\/src)\//, sideEffects: false }],
    },
    plugins: [
      // First: the module that it replaces names files in a way that cannot be carried.
      ...[
        editorOfConsole((file) => carried.push(file)),
        jiraEndpoints(),
        bullBoardPages(),
        bullmqParts(),
        undiciAgent(),
        mimeTypesLate(),
        cronLate(),
        lateFiles(),
        lateScripts(),
        metricsWithoutExemplars(),
        iconvWithoutTables(),
        leanLibraries(),
        lateSchemas(resolve(root)),
        carryFiles(resolve(root), (file) => carried.push(file)),
        packageCommands(resolve(root)),
        asciiTemplates(resolve(root)),
        topLevelAwait(resolve(root)),
        builtinsRequired(),
      ],
    ],
    onwarn(warning) {
      throw new Error(warning.message);
    },
  });
  const form: OutputOptions = {
    dir: out,
    // Node keeps what V8 has compiled of a script, and of no module that it imports (compiled/).
    format: 'cjs',
    // One character of another alphabet makes V8 keep the whole file with two bytes for each.
    charset: 'ascii',
    // V8 keeps them as well. The licenses are in THIRD-PARTY-NOTICES.txt.
    comments: false,
    // V8 also keeps what the writers of a module called their variables. A stack keeps its lines and the names of its functions.
    minify: { compress: false, mangle: { keepNames: true }, codegen: { removeWhitespace: false } },
    entryFileNames: `${CODE}/[name].js`,
    chunkFileNames: `${CODE}/[name]-[hash].js`,
  };
  const alone = chunksIn(await bundle.generate(form));
  const chunks = chunksIn(await bundle.write({ ...form, codeSplitting: startFiles(root, alone) }));
  await bundle.close();
  refuseSharedPrograms(chunks);
  for (const path of ALONG) await cp(join(root, path), join(out, path), { recursive: true });
  await copyFile(join(root, 'tools/build/src/program/guance-jira.cjs'), join(out, 'guance-jira.js'));
  await chmod(join(out, 'guance-jira.js'), 0o755);
  const described = await packageJson(root);
  await writeFile(join(out, 'package.json'), textOf(described));
  const parts = partsOf([...chunks.flatMap(({ moduleIds }) => moduleIds), ...carried]);
  await writeFile(join(out, 'THIRD-PARTY-NOTICES.txt'), noticesOf(parts));
  await writeFile(join(out, 'sbom.cdx.json'), textOf(bomOf(described.version, parts)));
  await compileStarts(out);
  return { chunks: chunks.map(({ fileName, imports, moduleIds }) => ({ fileName, imports, moduleIds })), parts };
}

function chunksIn({ output }: RolldownOutput): OutputChunk[] {
  return output.filter((one) => one.type === 'chunk');
}

function textOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What begins to run when it is loaded must be alone in its file, or whoever needs something else of that file starts it as well. */
function refuseSharedPrograms(chunks: readonly OutputChunk[]): void {
  const programs = chunks.filter(({ moduleIds }) => moduleIds.some((id) => /\/src\/(main|init)\.ts$/.test(id)));
  for (const { fileName } of programs) {
    const users = chunks.filter(({ imports }) => imports.includes(fileName)).map((chunk) => chunk.fileName);
    if (users.length > 0) throw new Error(`${users.join(', ')} would start the program in ${fileName}`);
  }
}
