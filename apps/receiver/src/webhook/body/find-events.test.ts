import { describe, expect, it } from 'vitest';
import { Refusal } from '../../http/refusal.ts';
import { findEvents } from './find-events.ts';

const a = { df_event_id: 'a', df_status: 'critical' };
const b = { df_event_id: 'b', df_status: 'ok' };

describe('findEvents', () => {
  it.each([
    ['an event', a, [a]],
    ['a list', [a, b], [a, b]],
    ['an event under event', { event: a }, [a]],
    ['an event under kwargs, two down', { kwargs: { event: a } }, [a]],
    ['a notice with a list of events', { df_title: '2 条', events: [a, b] }, [a, b]],
    ['the outer form of Alertmanager', { version: '4', status: 'firing', alerts: [a, b] }, [a, b]],
    ['a list under a key that nobody knows', { payload: [a] }, [a]],
    ['events under two keys', { first: a, second: [b] }, [a, b]],
    ['a list of wrappers', [{ event: a }, { event: b }], [a, b]],
    ['an event as text of JSON under a key', { event: JSON.stringify(a) }, [a]],
    ['a list of texts of JSON', [JSON.stringify(a), JSON.stringify(b)], [a, b]],
    [
      'an event without an id, with level and title',
      { event: { df_status: 'error', df_title: 't' } },
      [{ df_status: 'error', df_title: 't' }],
    ],
    ['an event among what is no object', [1, a, null, 'x'], [a]],
    ['a list in a list', [[a]], [a]],
    ['an event that names others is one', { ...a, related: [b] }, [{ ...a, related: [b] }]],
    [
      'a notice',
      { text: 'ping', data: { kind: 'ping', items: [{ id: 1 }] } },
      [{ text: 'ping', data: { kind: 'ping', items: [{ id: 1 }] } }],
    ],
    [
      'alerts of others are a notice',
      { status: 'firing', alerts: [{ status: 'firing' }] },
      [{ status: 'firing', alerts: [{ status: 'firing' }] }],
    ],
    ['nothing', [], []],
  ])('finds: %s', (_name, body, events) => {
    expect(findEvents(body)).toEqual(events);
  });

  it.each([['a text'], [1], [null], [[1, 'x', null]]])('refuses %j', (body) => {
    expect(() => findEvents(body)).toThrow(Refusal);
  });

  it('refuses what is too deep, also within a text', () => {
    const deep = `${'['.repeat(200)}${']'.repeat(200)}`;

    expect(() => findEvents({ df_event_id: 'a', x: JSON.parse(deep) })).toThrow('nested deeper');
    expect(() => findEvents({ event: `{"df_event_id":"a","x":${deep}}` })).toThrow('nested deeper');
  });

  it('counts events where they were found', () => {
    expect(() => findEvents({ events: Array.from({ length: 10_001 }, () => a) })).toThrow('at most 10000 events');
  });
});
