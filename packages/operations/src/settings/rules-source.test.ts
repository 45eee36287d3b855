import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RulesInvalid } from '@guance-jira/mapping';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRules, readRulesSync } from './rules-source.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rules-source-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const put = (name: string, text: string | Buffer) => writeFileSync(join(dir, name), text);

/** Both readers, which must agree. */
async function read(path = dir): Promise<Record<string, string>> {
  const texts = readRulesSync(path);
  expect(await readRules(path)).toEqual(texts);
  return Object.fromEntries(texts.map(({ name, text }) => [name.replace(`${dir}/`, ''), text]));
}

async function refusal(path = dir): Promise<unknown> {
  const thrown = await Promise.allSettled([readRules(path), (async () => readRulesSync(path))()]);
  const [a, b] = thrown.map((result) => (result.status === 'rejected' ? result.reason : null));
  expect(a).toEqual(b);
  expect(a).toBeInstanceOf(RulesInvalid);
  return a.problems[0];
}

describe('the text of the rules', () => {
  it('is that of one file, whatever its name', async () => {
    put('rules', 'a');
    expect(await read(join(dir, 'rules'))).toEqual({ rules: 'a' });
  });

  it('is that of the YAML files of a folder, in the order of their names', async () => {
    for (const name of [
      '20-web.yml',
      '10-dba.yaml',
      '9-late.YAML',
      '.hidden.yaml',
      '.10-dba.yaml.swp',
      '10-dba.yaml~',
      'README.md',
    ])
      put(name, name);
    expect(Object.keys(await read())).toEqual(['10-dba.yaml', '20-web.yml', '9-late.YAML']);
  });

  it('is read through the links of a Kubernetes ConfigMap, before and after their swap', async () => {
    for (const [version, text] of [
      ['..1', 'old'],
      ['..2', 'new'],
    ] as const) {
      mkdirSync(join(dir, version));
      put(`${version}/10-dba.yaml`, text);
    }
    symlinkSync('..1', join(dir, '..data'));
    symlinkSync('..data/10-dba.yaml', join(dir, '10-dba.yaml'));
    expect(await read()).toEqual({ '10-dba.yaml': 'old' });
    symlinkSync('..2', join(dir, '..data_tmp'));
    renameSync(join(dir, '..data_tmp'), join(dir, '..data'));
    expect(await read()).toEqual({ '10-dba.yaml': 'new' });
  });

  it('is refused when there is none', async () => {
    expect(await refusal(join(dir, 'none.yaml'))).toMatchObject({
      file: join(dir, 'none.yaml'),
      message: 'there is no such file or folder',
      hint: expect.stringContaining('RULES_FILE'),
    });
    put('notes.txt', 'x');
    expect(await refusal()).toMatchObject({ file: dir, message: 'the folder holds no rules' });
  });

  it('is refused when a file of the folder leads nowhere, is a folder, a pipe, or too large', async () => {
    put('a.yaml', 'x');
    symlinkSync('nowhere', join(dir, 'b.yaml'));
    expect(await refusal()).toMatchObject({ file: join(dir, 'b.yaml'), message: 'there is no such file or folder' });
    rmSync(join(dir, 'b.yaml'));
    mkdirSync(join(dir, 'c.yaml'));
    expect(await refusal()).toMatchObject({ file: join(dir, 'c.yaml'), message: 'is no file' });
    rmSync(join(dir, 'c.yaml'), { recursive: true });
    execFileSync('mkfifo', [join(dir, 'd.yaml')]);
    expect(await refusal()).toMatchObject({ file: join(dir, 'd.yaml'), message: 'is no file' });
    rmSync(join(dir, 'd.yaml'));
    put('e.yaml', 'x'.repeat(1_048_577));
    expect(await refusal()).toMatchObject({
      message: 'has more than 1048576 bytes',
      hint: expect.stringMatching(/folder/),
    });
  });

  it('is refused with its line when it is not UTF-8', async () => {
    // 故障 in GBK
    put('a.yaml', Buffer.concat([Buffer.from('a: 1\nb: '), Buffer.from([0xb9, 0xca, 0xd5, 0xcf])]));
    expect(await refusal()).toMatchObject({ line: 2, message: 'is not UTF-8', hint: 'save it as UTF-8' });
  });
});
