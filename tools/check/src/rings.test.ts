import { describe, expect, it } from 'vitest';
import { e2eFiles } from './e2e-files.ts';
import { MAIN_FILES, ringsOf } from './rings.ts';

describe('ringsOf', () => {
  it('puts each file into one ring, and what is not named into the rest', () => {
    expect(ringsOf(['e2e/new.test.ts', 'e2e/b.test.ts', 'e2e/a.test.ts'], ['e2e/b.test.ts'])).toEqual({
      main: ['e2e/b.test.ts'],
      rest: ['e2e/a.test.ts', 'e2e/new.test.ts'],
    });
  });

  it('refuses a name of the main ring that no file has', () => {
    expect(() => ringsOf(['e2e/a.test.ts'], ['e2e/renamed.test.ts'])).toThrow(/not there: e2e\/renamed\.test\.ts/);
  });
});

describe('the end-to-end tests', () => {
  it('of the main ring are there, and no file has a name that stands in another one', async () => {
    const files = await e2eFiles();
    const { main, rest } = ringsOf(files);
    // vitest takes a file by a part of its path, so one name within another would run both.
    const doubles = files.filter((file) => files.some((other) => other !== file && other.includes(file)));

    expect(new Set(main).size).toBe(MAIN_FILES.length);
    expect([...main, ...rest].sort()).toEqual([...files].sort());
    expect(doubles).toEqual([]);
  });
});
