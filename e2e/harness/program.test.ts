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
