import type { KeysRead } from '@guance-jira/jira';
import { beforeEach, describe, expect, it } from 'vitest';
import { createKeyReader, type KeyReader, MAX_KEYS } from './key-reader.ts';

let there: Set<number>;
let asked: number[][];
let slots: number;
let clock: number;
beforeEach(() => {
  [there, asked, slots, clock] = [new Set([5, 6, 7]), [], 0, 0];
});

describe.each([
  ['Cloud, a hundred keys at once', 100],
  ['Data Center, one by one', 1],
])('the key reader on %s', (_where, keysAtOnce) => {
  let reader: KeyReader;
  beforeEach(() => {
    reader = readerOf(keysAtOnce);
  });

  it('reads upward to the first run of missing keys', async () => {
    const { found, tooLong } = await reader.read({ prefix: 'OPS', from: 5, reach: 0 }, 0);

    expect([...found.keys()].sort()).toEqual([5, 6, 7]);
    expect(tooLong).toBe(false);
    if (keysAtOnce === 1) expect(asked.flat()).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    else expect(asked).toHaveLength(1);
    expect(slots).toBe(asked.length);
  });

  it('takes no run of missing keys for the end below a number that is surely given out', async () => {
    there = new Set([5, 20]);
    const { found } = await reader.read({ prefix: 'OPS', from: 5, reach: 20 }, 0);

    expect([...found.keys()]).toEqual([5, 20]);
  });

  it('reads no key twice that it has found, and those again that were missing', async () => {
    there = new Set([5, 7]);
    await reader.read({ prefix: 'OPS', from: 5, reach: 0 }, 0);
    asked.length = 0;
    clock += 1;
    there.add(6);
    const { found } = await reader.read({ prefix: 'OPS', from: 5, reach: 0 }, 1);

    expect([...found.keys()].sort()).toEqual([5, 6, 7]);
    expect(asked.flat()).not.toContain(5);
    expect(asked.flat()).toContain(6);
  });

  it('shares a read among all who ask at the same time, and with who needs none that is younger', async () => {
    const ranges = [6, 5, 7].map((from) => reader.read({ prefix: 'OPS', from, reach: 0 }, 0));
    const reads = await Promise.all(ranges);
    const count = asked.flat().length;
    const later = await reader.read({ prefix: 'OPS', from: 6, reach: 0 }, 0);

    expect(asked.flat().filter((number) => number === 6)).toHaveLength(1);
    expect(asked.flat()).toHaveLength(count);
    expect([...reads, later].map(({ found }) => [...found.keys()].sort())).toEqual([[6, 7], [5, 6, 7], [7], [6, 7]]);
  });

  it('reads anew for who needs a read that began later', async () => {
    await reader.read({ prefix: 'OPS', from: 5, reach: 0 }, 0);
    there.add(8);
    clock = 10;

    expect([...(await reader.read({ prefix: 'OPS', from: 5, reach: 0 }, 5)).found.keys()]).toContain(8);
  });

  it('reads so many keys and no more, and says that there are more', async () => {
    there = new Set(Array.from({ length: MAX_KEYS + 50 }, (_, n) => n + 5));
    const { found, tooLong } = await reader.read({ prefix: 'OPS', from: 5, reach: 0 }, 0);

    expect([found.size, tooLong]).toEqual([MAX_KEYS, true]);
  });

  it('gives its failure to all who share it, and begins anew for the next', async () => {
    const failing = readerOf(keysAtOnce, async () => {
      throw new Error('no slot');
    });
    const ends = await Promise.allSettled([5, 6].map((from) => failing.read({ prefix: 'OPS', from, reach: 0 }, 0)));
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(failing.read({ prefix: 'OPS', from: 5, reach: 0 }, 0)).rejects.toThrow('no slot');
  });

  it('keeps projects apart', async () => {
    await reader.read({ prefix: 'OPS', from: 5, reach: 0 }, 0);
    const count = asked.length;
    await reader.read({ prefix: 'DBA', from: 5, reach: 0 }, 0);

    expect(asked.length).toBeGreaterThan(count);
  });
});

function readerOf(keysAtOnce: number, slot?: () => Promise<void>): KeyReader {
  return createKeyReader({
    tracker: {
      keysAtOnce,
      readByKeys: async (keys): Promise<KeysRead> => {
        const numbers = keys.map((key) => Number(key.split('-')[1]));
        asked.push(numbers);
        const found = numbers
          .filter((number) => there.has(number))
          .map((number) => [`${keys[0]?.split('-')[0]}-${number}`, of(number)] as const);
        return { found: new Map(found), moved: [], clockSkewMs: 0 };
      },
    },
    slot:
      slot ??
      (async () => {
        slots += 1;
      }),
    clock: () => clock,
  });
}

function of(number: number) {
  return { id: String(number), key: `OPS-${number}`, markers: [], createdAt: 0, creator: 'bot' };
}
