import { describe, expect, it } from 'vitest';
import { filterOf, isNarrowed, ListQuery, listAddress } from './query.ts';

const filter = (query: Record<string, unknown>) => filterOf(ListQuery.parse(query), 10_000_000);

describe('the address of the list', () => {
  it('says which events are wanted', () => {
    expect(filter({ q: ' disk ', state: 'failed', route: 'db', workspace: 'prod', within: '1h' })).toEqual({
      ...{
        text: 'disk',
        state: 'failed',
        route: 'db',
        workspace: 'prod',
        levels: undefined,
        since: 6_400_000,
        until: undefined,
      },
    });
  });

  it('is cut where a text is too long, as without it everything would seem to fit', () => {
    expect(filter({ q: `  ${'long '.repeat(1000)}`, route: 'r'.repeat(500) })).toMatchObject({
      text: 'long '.repeat(40),
      route: 'r'.repeat(200),
    });
    expect(filter({ q: '   ' })).toMatchObject({ text: undefined });
  });

  it('says between which times, by a clock that it names', () => {
    const query = { from: '1970-01-01T10:00', until: '1970-01-01T10:40', zone: 'Asia/Shanghai' };
    expect(filter(query)).toMatchObject({ since: 7_200_000, until: 9_600_000 });
    expect(filter({ ...query, within: '15m' })).toMatchObject({ since: 9_100_000, until: 9_600_000 });
    expect(filter({ ...query, zone: 'Nowhere/Atlantis', from: '1970-02-31T00:00' }).since).toBeUndefined();
    expect(listAddress(ListQuery.parse(query))).toBe(
      '/events?from=1970-01-01T10%3A00&until=1970-01-01T10%3A40&zone=Asia%2FShanghai',
    );
    expect(listAddress(ListQuery.parse({ zone: 'UTC' }))).toBe('/events');
  });

  it('means every word of a level', () => {
    expect(filter({ level: 'error' }).levels).toEqual(expect.arrayContaining(['error', 'high', 'security_high']));
    expect(filter({ level: 'ok' }).levels).toContain('nodata_ok');
    expect(filter({ level: 'error' }).levels).not.toContain('critical');
  });

  it.each([
    [{ state: 'nonsense', level: 'x', within: '9y', after: 'nowhere', q: '', route: '   ' }],
    [{ state: ['failed', 'created'], q: { a: 1 }, within: ['1h'], after: ['1_ev_x'] }],
    [{ q: ' '.repeat(5000), after: `1_${'x'.repeat(5000)}` }],
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
