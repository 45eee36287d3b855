import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const tool = fileURLToPath(new URL('../../node-that-starts.mjs', import.meta.url));
const LACKS = 'echo "node: error while loading shared libraries: libatomic.so.1: cannot open" >&2; exit 127';
const program = `node-${process.platform}-${process.arch}`;

/** Such a system is not at hand, so a Node that cannot start, and an npm that installs another, are scripts here. */
describe.skipIf(process.platform === 'win32')('useNodeThatStarts', () => {
  let root: string;
  const made: string[] = [];
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'guance-jira-node-'));
    made.push(root);
    await mkdir(join(root, 'node_modules/.bin'), { recursive: true });
  });
  afterAll(() => Promise.all(made.map((dir) => rm(dir, { recursive: true, force: true }))));

  async function script(path: string, text: string): Promise<void> {
    await writeFile(path, `#!/bin/sh\n${text}\n`);
    await chmod(path, 0o755);
  }

  async function use(npm: string): Promise<{ answer: string; said: string }> {
    await mkdir(join(root, 'bin'));
    await script(join(root, 'bin/npm'), npm);
    const code = `import { useNodeThatStarts } from ${JSON.stringify(tool)}; console.log('answer', useNodeThatStarts(${JSON.stringify(`${root}/`)}))`;
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', code], {
      env: { PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH}` },
    });
    return { answer: /answer (\w+)/.exec(stdout)?.[1] ?? '', said: stdout + stderr };
  }

  it('leaves a Node that starts as it is', async () => {
    await script(join(root, 'node_modules/.bin/node'), 'echo v26.0.0');

    expect(await use('exit 9')).toEqual({ answer: 'true', said: 'answer true\n' });
  });

  it('puts one that needs less in the place of one that does not, and says why', async () => {
    await script(join(root, 'node_modules/.bin/node'), LACKS);
    const folder = `node_modules/${program}/bin`;

    const { answer, said } = await use(
      `mkdir -p ${folder}; printf '#!/bin/sh\\necho v24\\n' > ${folder}/node; chmod 755 ${folder}/node`,
    );

    expect(answer).toBe('true');
    expect(said).toContain('Node 26 does not start here (node: error while loading shared libraries: libatomic.so.1');
    expect((await run(join(root, 'node_modules/.bin/node'))).stdout).toBe('v24\n');
    expect(await readlink(join(root, 'node_modules/.bin/node'))).toContain(`.node-24/${folder}/node`);
  });

  it('says so when that one does not start either', async () => {
    await script(join(root, 'node_modules/.bin/node'), LACKS);

    const { answer, said } = await use('exit 1');

    expect(answer).toBe('false');
    expect(said).toContain('does not start either (npm could not install it)');
    // Else the next try would begin on it.
    await expect(readlink(join(root, 'node_modules/.bin/node'))).rejects.toThrow('ENOENT');
  });
});

it('what packages want of Node is held against the Node that is installed, so that an older one installs in silence', () => {
  const text = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
  const { devDependencies } = JSON.parse(text('package.json'));
  expect(/^nodeVersion: (.*)$/m.exec(text('pnpm-workspace.yaml'))?.[1]).toBe(devDependencies.node);
});
