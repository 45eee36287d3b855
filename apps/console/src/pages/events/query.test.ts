import { describe, expect, it } from 'vitest';
import { filterOf, isNarrowed, ListQuery, listAddress } from './query.ts';

const filter = (query: Record<string, unknown>) => filterOf(ListQuery.parse(query), 10_000_000);

describe('the address of the list', () => {
  it('says which events are wanted', () => {
    expect(filter({ q: ' disk ', state: 'failed', route: 'db', workspace: 'prod', within: '1h' })).toEqual({
      ...{ text: 'disk', state: 'failed', route: 'db', workspace: 'prod', levels: undefined, since: 6_400_000 },
    });
  });

  it('means every word of a level', () => {
    expect(filter({ level: 'error' }).levels).toEqual(expect.arrayContaining(['error', 'high', 'security_high']));
    expect(filter({ level: 'ok' }).levels).toContain('nodata_ok');
    expect(filter({ level: 'error' }).levels).not.toContain('critical');
  });

  it.each([
    [{ state: 'nonsense', level: 'x', within: '9y', after: 'nowhere', q: '', route: '   ' }],
    [{ state: ['failed', 'created'], q: { a: 1 }, within: ['1h'], after: ['1_ev_x'] }],
    [{ q: 'x'.repeat(5000), after: `1_${'x'.repeat(5000)}` }],
    [{}],
  ])('is the whole list where it says nothing that is understood: %j', (query) => {
    const parsed = ListQuery.parse(query);

    expect(isNarrowed(parsed)).toBe(false);
    expect(parsed.after).toBeNull();
  });

  it('is made anew for the next page, with all that narrows the list', () => {
    const query = ListQuery.parse({ q: 'a&b', state: 'created', after: '5_ev_old' });

    expect(listAddress(query, { id: 'ev_x', score: '7' })).toBe('/events?q=a%26b&state=created&after=7_ev_x');
    expect(listAddress(query)).toBe('/events?q=a%26b&state=created');
    expect(listAddress(ListQuery.parse({}))).toBe('/events');
  });
});
