import { expect, it } from 'vitest';
import { runHttp } from './run-http.ts';
import { runPure } from './run-pure.ts';

// A small part of what `npm run fuzz` tries, always the same.
it.each(['deliver', 'mapping'] as const)(
  'nothing that strangers send surprises %s',
  async (part) => {
    const { findings, inputs } = await runPure(part, 2000, 1);

    expect(findings).toEqual([]);
    expect(inputs).toBe(2000);
  },
  600_000,
);

it('no bytes crash the receiver, make it hang, or get an answer that is a fault of its own', async () => {
  const { findings, answers, memory } = await runHttp(1500, 1);

  expect(findings).toEqual([]);
  expect(memory.heap?.length).toBeGreaterThan(8);
  // It proves nothing unless some get in and others are refused for many reasons.
  expect(answers['202']).toBeGreaterThan(50);
  expect(Object.keys(answers)).toEqual(expect.arrayContaining(['400', '401', '404', '405', '415', '431']));
}, 600_000);
