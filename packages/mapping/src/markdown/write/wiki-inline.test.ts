import { describe, expect, it } from 'vitest';
import { writeRuns } from './wiki-inline.ts';

const link = (text: string, href: string) => writeRuns([{ type: 'text', text, marks: [], href }], '\n');

describe('writeRuns', () => {
  it('writes a link around each part of a text that cannot stand in one as a whole', () => {
    expect(link('C:\\logs', 'https://a.b/')).toMatch(/^\[C:\|https:\/\/a\.b\/\].*\[logs\|https:\/\/a\.b\/\]$/s);
  });

  it('does without the link where its address would be written a hundred times', () => {
    const address = `https://a.b/${'x'.repeat(1000)}`;

    expect(link('a\\'.repeat(100), address)).not.toContain(address);
    expect(link('a\\'.repeat(10), address)).toContain(address);
  });
});
