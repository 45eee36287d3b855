import { it } from 'vitest';
it('x', async () => {
  for (const m of ['@atlaskit/editor-wikimarkup-transformer', '@atlaskit/editor-wikimarkup-transformer/dist/cjs', '@atlaskit/adf-schema/schema-default', '@atlaskit/adf-schema/json-schema/v1/full.json']) {
    try { const x = await import(/* @vite-ignore */ m, m.endsWith('json') ? {with:{type:'json'}} : undefined); console.log(m, Object.keys(x).slice(0,10), Object.keys(x.default ?? {}).slice(0,10)); } catch (e) { console.log(m, String(e).slice(0, 600)); }
  }
});
