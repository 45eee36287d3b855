import { describe, expect, it } from 'vitest';
import { BodyRefused } from './body-refused.ts';
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
    ['a list in a list under a key', { data: [[a], [[b]]] }, [a, b]],
    ['a list in a list, under keys', { a: { b: [[a]] } }, [a]],
    ['a list of texts of JSON under a key', { data: [JSON.stringify(a)] }, [a]],
    ['an event encoded twice under a key', { data: JSON.stringify(JSON.stringify(a)) }, [a]],
    ['texts in texts', { Records: [{ Sns: { Message: JSON.stringify({ detail: JSON.stringify([a]) }) } }] }, [a]],
    ['four levels down', { a: { b: { c: { d: a } } } }, [a]],
    ['fifty levels down', JSON.parse(`${'{"a":['.repeat(25)}${JSON.stringify(a)}${']}'.repeat(25)}`), [a]],
    [
      'an event with a level and no more',
      { event: { df_status: 'error', message: 'x' } },
      [{ df_status: 'error', message: 'x' }],
    ],
    ['a list under a wrapper with an empty id', { df_event_id: null, events: [a] }, [a]],
    ['a list under a wrapper with a level', { df_status: 'ok', events: [a] }, [a]],
    ['a list under a wrapper with an id alone', { df_event_id: 'batch', events: [a, b] }, [a, b]],
    ['what many alerts are summed up as', { df_status: 'critical', df_title: '2 条', events: [a, b] }, [a, b]],
    [
      'an alert without an id that names others',
      { df_status: 'error', df_monitor_checker_id: 'r', related: [b] },
      [{ df_status: 'error', df_monitor_checker_id: 'r', related: [b] }, b],
    ],
    ['an alert whose id is none, alone', { df_event_id: null, df_title: 't' }, [{ df_event_id: null, df_title: 't' }]],
    [
      'a filter for levels is no alert',
      { filter: { df_status: ['critical'] } },
      [{ filter: { df_status: ['critical'] } }],
    ],
    [
      'what the door drops holds none',
      { df_title: 't', df_meta: JSON.stringify({ alerts_sent: [a] }) },
      [{ df_title: 't', df_meta: JSON.stringify({ alerts_sent: [a] }) }],
    ],
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
    expect(() => findEvents(body)).toThrow(BodyRefused);
  });

  it('refuses what is too deep, also within a text', () => {
    const deep = `${'['.repeat(200)}${']'.repeat(200)}`;

    expect(() => findEvents({ df_event_id: 'a', x: JSON.parse(deep) })).toThrow('nested deeper');
    expect(() => findEvents({ event: `{"df_event_id":"a","x":${deep}}` })).toThrow('nested deeper');
  });

  it('looks at a bounded number of values, texts and letters', () => {
    const far = { list: [...Array.from({ length: 200_000 }, () => ({})), a] };
    const encoded = [1, 2, 3, 4].reduce<unknown>((inner) => JSON.stringify(inner), a);
    const long = Array.from({ length: 4 }, () => JSON.stringify([`df_${'x'.repeat(900_000)}`]));

    for (const beyond of [far, { encoded }, { long, last: JSON.stringify(a) }])
      expect(findEvents(beyond)).toEqual([beyond]);
  });

  it('looks no further where a list has too many', () => {
    const unread = new Proxy([], { get: () => expect.unreachable('it was looked into') });

    expect(() => findEvents([...Array.from({ length: 10_001 }, () => ({})), unread], 2)).toThrow(
      'at most 10000 events',
    );
  });

  it('finds an event behind as many objects in an envelope', () => {
    expect(findEvents({ list: [...Array.from({ length: 10_001 }, () => ({})), a] })).toEqual([a]);
  });

  it('counts events where they were found', () => {
    expect(() => findEvents({ events: Array.from({ length: 10_001 }, () => a) })).toThrow('at most 10000 events');
  });
});
