import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAllowed, productionPackages, renderLicences } from './licences.ts';

describe('isAllowed', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND Apache-2.0', true],
    ['GPL-3.0-or-later', false],
    ['AGPL-3.0', false],
    ['LGPL-2.1', false],
    ['MIT AND GPL-2.0', false],
    ['SSPL-1.0', false],
    ['UNLICENSED', false],
    ['none stated', false],
  ])('%s: %j', (licence, allowed) => {
    expect(isAllowed(licence)).toBe(allowed);
  });
});

describe('productionPackages', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'guance-jira-licences-'));
    for (const folder of ['packages', 'tools']) mkdirSync(join(root, folder));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('follows what is needed in production, and neither what only tests need nor what fits one machine', () => {
    write('apps/a', {
      name: 'a',
      private: true,
      dependencies: { one: '1' },
      devDependencies: { 'for-tests': '1' },
    });
    write('node_modules/one', {
      name: 'one',
      version: '1.0.0',
      license: 'MIT',
      dependencies: { two: '1', 'one-linux-x64': '1' },
      optionalDependencies: { 'one-linux-x64': '1' },
    });
    write('node_modules/one/node_modules/two', {
      name: 'two',
      version: '2.0.0',
      licenses: [{ type: 'ISC' }, { type: 'MIT' }],
    });
    write('node_modules/for-tests', { name: 'for-tests', version: '3.0.0', license: 'GPL-3.0' });

    expect(productionPackages(root)).toEqual([
      { name: 'one', version: '1.0.0', licence: 'MIT' },
      { name: 'two', version: '2.0.0', licence: 'ISC OR MIT' },
    ]);
  });

  it('names what is not installed, and what is not allowed', () => {
    write('apps/a', { name: 'a', private: true, dependencies: { gone: '1' } });

    expect(() => productionPackages(root)).toThrow('gone');
    expect(() => renderLicences([{ name: 'copyleft', version: '1.0.0', licence: 'GPL-3.0' }])).toThrow(
      'copyleft (GPL-3.0)',
    );
  });

  function write(folder: string, manifest: object): void {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'package.json'), JSON.stringify(manifest));
  }
});
