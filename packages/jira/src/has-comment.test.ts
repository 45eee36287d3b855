import { describe, expect, it } from 'vitest';
import { Comments, hasComment } from './has-comment.ts';

const SENT = Date.parse('2026-11-25T10:00:00Z');
const MINUTE = 60_000;

describe('a comment of ours', () => {
  const comments = (...list: object[]) => ({ comments: list, total: list.length });
  const marked = (key: string, value: unknown) => ({
    id: '1',
    properties: [
      { key: 'x', value: 1 },
      { key, value },
    ],
  });

  it.each([
    ['among others', comments({ id: '2' }, marked('guance-jira', { mark: 'm' })), true],
    ['with another mark', comments(marked('guance-jira', { mark: 'n' })), false],
    ['with the property of another program', comments(marked('other', { mark: 'm' })), false],
    ['with a property that is no mark', comments(marked('guance-jira', 'm')), false],
    ['without properties', comments({ id: '2' }, { id: '3', properties: [] }), false],
    ['nowhere', comments(), false],
  ])('%s: %#', async (_says, answer, found) => {
    expect(await hasComment(async () => Comments.parse(answer), 'm', { since: SENT, slot: async () => {} })).toBe(
      found,
    );
  });

  /** So many others were written after it, one a minute. */
  async function looked(others: number, since = SENT) {
    const comment = (n: number, properties: object[] = []) => ({
      created: new Date(SENT + (others - n) * MINUTE).toISOString().replace('Z', '+0000'),
      properties,
    });
    const ours = comment(others, [{ key: 'guance-jira', value: { mark: 'm' } }]);
    const all = [...Array.from({ length: others }, (_, n) => comment(n)), ours];
    const asked: (number | 'slot')[] = [];
    const page = async (startAt: number) => {
      asked.push(startAt);
      return Comments.parse(comments(...all.slice(startAt, startAt + 50)));
    };
    const slot = async () => void asked.push('slot');
    return { found: await hasComment(page, 'm', { since, slot }), asked };
  }

  it('is found below those that others have written since, page by page, each in its turn', async () => {
    expect(await looked(49)).toEqual({ found: true, asked: [0] });
    expect(await looked(120)).toEqual({ found: true, asked: [0, 'slot', 50, 'slot', 100] });
  });

  it('is not looked for in what was written before it was sent, though clocks may differ', async () => {
    expect(await looked(70, SENT + 65 * MINUTE)).toEqual({ found: false, asked: [0] });
    expect(await looked(70, SENT + 4 * MINUTE)).toMatchObject({ found: true });
  });

  it('is looked for among a thousand at most', async () => {
    const { found, asked } = await looked(2000);

    expect(found).toBe(false);
    expect(asked.filter((one) => one !== 'slot')).toHaveLength(20);
  });
});
