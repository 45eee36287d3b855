import type { Request, Response } from 'express';
import { expect, it } from 'vitest';
import { gatherModules, serveModules } from './module-files.ts';

const serve = serveModules(async () => gatherModules(['@codemirror/view'], import.meta.url));

async function get(path: string): Promise<string | null> {
  const sent: string[] = [];
  const res = { set: () => res, type: () => res, send: (text: string) => void sent.push(text) };
  await serve({ path } as Request, res as unknown as Response, () => {});
  return sent[0] ?? null;
}

it('serves a package and all that it imports, by names that a browser can follow', async () => {
  const wanted = ['@codemirror/view'];
  for (const name of wanted) {
    const text = (await get(`/${name}.js`)) ?? '';
    expect(text.length, name).toBeGreaterThan(100);
    for (const [, target = ''] of text.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s*['"]([^'"]+)['"]/gm)) {
      expect(target, name).toMatch(/^(\.\.\/)*[@\w]/);
      const path = new URL(target, `http://x/a/${name}.js`).pathname.replace('/a/', '').replace(/\.js$/, '');
      expect(target.endsWith('.js'), target).toBe(true);
      if (!wanted.includes(path)) wanted.push(path);
    }
  }
  expect(wanted).toEqual(expect.arrayContaining(['@codemirror/state', 'style-mod', '@marijn/find-cluster-break']));
});

it('serves nothing else', async () => {
  expect(await get('/express.js')).toBeNull();
  expect(await get('/../app.ts')).toBeNull();
  expect(await get('/%E0%A4%A.js')).toBeNull();
});
