import { expect, it } from 'vitest';
import { routeLines } from './route-lines.ts';

it('tells the file and line at which each route begins, of several files and in both forms of YAML', () => {
  const lines = routeLines([
    { name: 'a.yaml', text: '# first\nroutes:\n  - name: db\n    project: DBA\n  - { name: web, ignore: true }\n' },
    { name: 'b.yaml', text: 'routes:\n\n  - match: { level: error }\n    name: late\nfallback: { project: OPS }\n' },
    { name: 'c.yaml', text: 'routes: [' },
  ]);

  expect([...lines].map(([name, { file, line }]) => `${name} ${file}:${line}`)).toEqual([
    'db a.yaml:3',
    'web a.yaml:5',
    'late b.yaml:3',
    'fallback b.yaml:5',
  ]);
});
