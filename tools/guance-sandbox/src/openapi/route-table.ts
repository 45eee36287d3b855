import type { Handler } from './call.ts';
import { chartImage } from './chart.ts';
import { abnormalList, getEvent, restore } from './events.ts';
import { createMute, deleteMute, listMutes, modifyMute, switchMute } from './mutes.ts';
import { queryData } from './query-data.ts';
import { currentWorkspace } from './workspace.ts';

export type Route = {
  method: 'GET' | 'POST';
  /** Below `/api/v1`. */
  path: string;
  kind: RouteKind;
  handler: Handler;
  /** It changes something. */
  changes: boolean;
  /** The clientToken in the address is the key. */
  keyless?: true;
};

export const kinds = [
  'restore',
  'abnormal',
  'event',
  'query',
  'workspace',
  'chart',
  'mute-create',
  'mute-list',
  'mute-delete',
  'mute-modify',
  'mute-switch',
] as const;
export type RouteKind = (typeof kinds)[number];

export const routes: readonly Route[] = [
  { method: 'GET', path: '/keyevent/restore', kind: 'restore', handler: restore, changes: true },
  { method: 'POST', path: '/events/abnormal/list', kind: 'abnormal', handler: abnormalList, changes: false },
  { method: 'GET', path: '/events/:docId/get', kind: 'event', handler: getEvent, changes: false },
  { method: 'POST', path: '/df/query_data_v1', kind: 'query', handler: queryData, changes: false },
  { method: 'GET', path: '/workspace/get', kind: 'workspace', handler: currentWorkspace, changes: false },
  { method: 'POST', path: '/monitor/mute/create', kind: 'mute-create', handler: createMute, changes: true },
  { method: 'GET', path: '/monitor/mute/list', kind: 'mute-list', handler: listMutes, changes: false },
  { method: 'POST', path: '/monitor/mute/:uuid/delete', kind: 'mute-delete', handler: deleteMute, changes: true },
  { method: 'POST', path: '/monitor/mute/:uuid/modify', kind: 'mute-modify', handler: modifyMute, changes: true },
  { method: 'POST', path: '/monitor/mute/:uuid/enable', kind: 'mute-switch', handler: switchMute(true), changes: true },
  {
    method: 'POST',
    path: '/monitor/mute/:uuid/disable',
    kind: 'mute-switch',
    handler: switchMute(false),
    changes: true,
  },
  { method: 'GET', path: '/chart_image/get', kind: 'chart', handler: chartImage, changes: false, keyless: true },
];
