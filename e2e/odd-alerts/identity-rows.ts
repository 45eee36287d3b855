/** Ids as no manual has them. */
import { fields, host, post, type Row, two, withRecovery } from './row.ts';

export const IDENTITY_ROWS: readonly Row[] = [
  {
    name: 'event ids of 0',
    posts: two({ df_event_id: 0, ...host('a') }, { df_event_id: 0, ...host('b') }),
    fault: 2,
    event: 2,
  },
  {
    name: 'unfilled event ids',
    posts: two({ df_event_id: '{{ id }}', ...host('a') }, { df_event_id: '{{ id }}', ...host('b') }),
    fault: 2,
    event: 2,
  },
  {
    name: 'one id as number and text',
    posts: (word) => [77, '77', ' 77 '].map((id) => post(fields(word, { df_event_id: id, df_workspace_uuid: word }))),
    fault: 1,
    event: 1,
  },
  {
    name: 'one id in two workspaces of numbers',
    posts: (word) => [1001, 1002].map((id) => post(fields(word, { df_event_id: word, df_workspace_uuid: id }))),
    fault: 2,
    event: 2,
  },
  {
    name: 'one id in workspaces of objects',
    posts: (word) =>
      [{ id: 1 }, { id: 2 }, { id: 1 }].map((id) => post(fields(word, { df_event_id: word, df_workspace_uuid: id }))),
    fault: 2,
    event: 2,
  },
  {
    name: 'fault ids of None',
    posts: two({ df_fault_id: 'None', ...host('a') }, { df_fault_id: 'None', ...host('b') }),
    fault: 2,
    event: 2,
  },
  {
    name: 'a fault id that is an object',
    posts: withRecovery({ df_fault_id: { a: 1, b: 2 } }, { df_fault_id: { b: 2, a: 1 } }),
    fault: 1,
    event: 1,
    open: 0,
  },
  {
    name: 'references of 0',
    posts: two({ df_monitor_checker_event_ref: 0, ...host('a') }, { df_monitor_checker_event_ref: 0, ...host('b') }),
    fault: 2,
    event: 2,
  },
  {
    name: 'a reference that is a list',
    posts: (word) => [1, 1, 2].map((n) => post(fields(word, { df_monitor_checker_event_ref: [word, n] }))),
    fault: 2,
    event: 3,
  },
  {
    name: 'monitors of 64 bits',
    posts: (word) =>
      ['7409871234567890123', '7409871234567890124'].map((id) =>
        post(
          JSON.stringify(fields(word, { df_monitor_checker_id: 'ID', df_workspace_uuid: word })).replace('"ID"', id),
        ),
      ),
    fault: 2,
    event: 2,
  },
  {
    name: 'no id, no monitor, no tags',
    posts: (word) => ['a', 'b'].map((n) => post({ df_status: 'error', df_title: `${word} ${n}` })),
    fault: 2,
    event: 2,
  },
];
