import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { lua } from './lua.ts';

const dir = mkdtempSync(join(tmpdir(), 'lua-'));
afterAll(() => rmSync(dir, { recursive: true }));

function file(text: string): URL {
  const path = join(dir, 'script.lua');
  writeFileSync(path, text);
  return pathToFileURL(path);
}

describe('a Lua file', () => {
  it('has what it includes in its place, and numbers and lists as locals in front', () => {
    const text = lua(file('--@include CLOCK\nreturn now + MAX\n'), {
      CLOCK: 'local now = 1\n',
      MAX: 5,
      NAMES: ['a', 'b'],
    });

    expect(text).toBe('local MAX = 5\nlocal NAMES = { "a", "b" }\nlocal now = 1\n\nreturn now + MAX\n');
  });

  it('is the same when the build has put its text in the place of its name', () => {
    const given = { CLOCK: 'local now = 1\n' };

    expect(lua({ pathname: 'x.lua', text: '--@include CLOCK\nreturn now\n' }, given)).toBe(
      lua(file('--@include CLOCK\nreturn now\n'), given),
    );
  });

  it.each([
    ['--@include CLOCK\nreturn 1\n', {}, 'includes CLOCK, which is not given'],
    ['return 1\n', { CLOCK: 'local now = 1' }, 'does not include CLOCK'],
  ])('is refused at the start where %j and what is given do not fit', (text, given, message) => {
    expect(() => lua(file(text), given)).toThrow(message);
  });
});
