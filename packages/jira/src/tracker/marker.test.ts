import { describe, expect, it } from 'vitest';
import { markerOf } from './marker.ts';

describe('markerOf', () => {
  it('hangs on its subject alone, so that every worker finds the same one', () => {
    expect(markerOf('event-1', 'e', 'f').label).toBe('gj-ce36863f51b6baf9d16397ffb3e9af50');
    expect(markerOf('event-1', 'other', 'g').label).toBe('gj-ce36863f51b6baf9d16397ffb3e9af50');
    expect(markerOf('event-2', 'event-1', 'f').label).not.toBe(markerOf('event-1', 'event-1', 'f').label);
  });

  it.each(['event-f20a', '', 'a b "c" \n', '事件', 'x'.repeat(10_000)])(
    'makes a short label of %j that Jira takes and that tells nothing',
    (subject) => {
      expect(markerOf(subject, 'e', 'f').label).toMatch(/^gj-[0-9a-f]{32}$/);
    },
  );

  it('differs for ids that differ in half a character alone', () => {
    expect(markerOf('\ud800', 'e', 'f').label).not.toBe(markerOf('\udc00', 'e', 'f').label);
  });

  it('tells in the property what the label hides', () => {
    const { label, property } = markerOf('fault-1', 'event-1', 'fault-1');

    expect(property).toEqual({ v: 1, marker: label, eventId: 'event-1', faultKey: 'fault-1' });
  });
});
