import { expect, it } from 'vitest';
import { repoRoot } from './paths.ts';
import { programOf } from './program.ts';

it.each(['receiver', 'worker', 'console'])('%s is started as it was built, where something was', (name) => {
  const source = `apps/${name}/src/main.ts`;

  expect(programOf(source, { E2E_BUILT: '/built' })).toMatchObject({ file: '/built/guance-jira.js', args: [name] });
  expect(programOf(source, {})).toMatchObject({ file: `${repoRoot}/${source}`, args: [] });
});

it('a program that is in no build is started by its source', () => {
  expect(programOf('e2e/x.ts', { E2E_BUILT: '/built' })).toMatchObject({ file: `${repoRoot}/e2e/x.ts`, args: [] });
});

it('the command line has its commands as arguments, without a name before them', () => {
  const source = 'apps/cli/src/main.ts';
  expect(programOf(source, { E2E_BUILT: '/built' })).toMatchObject({ file: '/built/guance-jira.js', args: [] });
  expect(programOf(source, {})).toMatchObject({ file: `${repoRoot}/${source}`, args: [] });
});
