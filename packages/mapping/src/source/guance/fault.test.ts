import { describe, expect, it } from 'vitest';
import { readAlert } from '../../index.ts';

const read = (raw: object, eventId = 'event-1') => readAlert(raw, { eventId, receivedAt: 0 });

describe('objectKey', () => {
  it.each([
    [{ df_workspace_uuid: 'w', df_monitor_checker_event_ref: 'r', df_monitor_checker_id: 'm' }, 'w/ref/r'],
    [
      { workspace_uuid: 'w', df_monitor_checker_id: 'm', df_dimension_tags: '{"b":"2","a":"1"}' },
      'w/monitor/m/a%3D1%26b%3D2',
    ],
    [{ df_workspace_uuid: 'w/ref', df_monitor_checker_event_ref: '\uD800' }, 'w%2Fref/ref/%EF%BF%BD'],
    [{ df_workspace_uuid: 'w' }, 'w/event/event-1'],
    [{}, '/event/event-1'],
  ])('of %j is %s', (raw, key) => {
    expect(read(raw).objectKey).toBe(key);
  });

  it('does not depend on the order of the tags, nor confuse tags that look alike when joined', () => {
    const of = (tags: object) => read({ df_monitor_checker_id: 'm', df_dimension_tags: tags }).objectKey;
    expect(of({ a: '1', b: '2' })).toBe(of({ b: '2', a: '1' }));
    expect(of({ a: '1&b=2' })).not.toBe(of({ a: '1', b: '2' }));
  });
});

describe('faultKey', () => {
  it.each([
    [{ df_fault_id: 'event-0', df_issue_start_time: 5 }, '/fault/event-0'],
    [{ df_workspace_uuid: 'w', df_fault_id: ' a/b ' }, 'w/fault/a%2Fb'],
    [
      { df_workspace_uuid: 'w', df_monitor_checker_event_ref: 'r', df_issue_start_time: 1_693_031_100 },
      'w/ref/r/1693031100',
    ],
    [
      { df_workspace_uuid: 'w', df_monitor_checker_event_ref: 'r', df_issue_start_time: 1_693_031_100_000 },
      'w/ref/r/1693031100',
    ],
    [{ df_workspace_uuid: 'w', df_monitor_checker_event_ref: 'r' }, 'w/event/event-1'],
    [{}, '/event/event-1'],
  ])('of %j is %s', (raw, key) => {
    expect(read(raw).faultKey).toBe(key);
  });
});
