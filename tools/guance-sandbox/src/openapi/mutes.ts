import { z } from 'zod';
import type { Json, JsonObject, Mute } from '../state/model.ts';
import { muteState } from '../state/mutes.ts';
import { fromWallTime } from '../state/wall-time.ts';
import { malformed, REFUSALS, Refused } from './answer.ts';
import { type Call, Listed } from './call.ts';

const MuteBody = z.object({
  name: z.string().default(''),
  description: z.string().default(''),
  type: z.enum(['checker', 'alertPolicy', 'tag', 'custom']),
  muteRanges: z.array(z.record(z.string(), z.json())).default([]),
  tags: z.record(z.string(), z.array(z.string())).default({}),
  filterString: z.literal('', 'the sandbox reads tags, not filterString').default(''),
  startTime: z.string(),
  /** Empty, it never ends. */
  endTime: z.string().default(''),
  repeatTimeSet: z.literal(0, 'the sandbox knows mutes that are once (0) only'),
  timezone: z.string(),
});

export function createMute({ state, body }: Call): Json {
  const at = state.now();
  const number = 600 + state.mutes.size;
  const mute: Mute = { uuid: state.id('mute_'), number, enabled: true, createdAt: at, updatedAt: at, ...read(body) };
  state.mutes.set(mute.uuid, mute);
  return bean(mute, state.options.workspaceUuid);
}

export function modifyMute(call: Call): Json {
  const mute = muteOf(call);
  Object.assign(mute, read(call.body), { updatedAt: call.state.now() });
  return bean(mute, call.state.options.workspaceUuid);
}

export function deleteMute(call: Call): Json {
  call.state.mutes.delete(muteOf(call).uuid);
  return {};
}

export function switchMute(enabled: boolean) {
  return (call: Call): Json => {
    Object.assign(muteOf(call), { enabled, updatedAt: call.state.now() });
    return true;
  };
}

/** Newest first. */
export function listMutes({ state, query }: Call): Listed {
  const pageIndex = pageNumber(query, 'pageIndex', 1, Number.MAX_SAFE_INTEGER);
  const pageSize = pageNumber(query, 'pageSize', 10, 100);
  const states = asked(query, 'workStatus');
  const enabled = asked(query, 'isEnable');
  const types = asked(query, 'type');
  const found = [...state.mutes.values()]
    .filter(({ name }) => name.includes(query.get('search') ?? ''))
    .filter(
      (mute) => states === null || states.includes(WORK_STATUS[muteState({ ...mute, enabled: true }, state.now())]),
    )
    .filter((mute) => enabled === null || enabled.includes(mute.enabled ? '1' : '0'))
    .filter(({ type }) => types === null || types.includes(type))
    .reverse();
  const shown = found.slice((pageIndex - 1) * pageSize, pageIndex * pageSize);
  const content = shown.map((mute) => bean(mute, state.options.workspaceUuid));
  return new Listed(content, { count: shown.length, pageIndex, pageSize, totalCount: found.length });
}

const WORK_STATUS = { waiting: 'pending_activation', active: 'active', ended: 'expired', disabled: 'active' } as const;

function read(body: Json) {
  const given = MuteBody.safeParse(body);
  if (!given.success) throw new Refused(malformed(z.prettifyError(given.error)));
  const { name, description, type, muteRanges, tags, startTime, endTime, timezone } = given.data;
  const start = fromWallTime(startTime, timezone);
  const end = endTime === '' ? null : fromWallTime(endTime, timezone);
  if (start === undefined || end === undefined)
    throw new Refused(malformed('startTime, endTime: YYYY/MM/DD hh:mm:ss in a timezone that exists'));
  if (end !== null && end <= start) throw new Refused(malformed('endTime: not after startTime'));
  return { name, description, type, muteRanges, tags, startTime, endTime, timezone, start, end };
}

function bean(mute: Mute, workspaceUUID: string): JsonObject {
  const { uuid, name, description, type, muteRanges, tags, timezone, startTime, endTime } = mute;
  return {
    ...{ uuid, name, description, type, muteRanges, tags, timezone, startTime, endTime, workspaceUUID },
    id: mute.number,
    start: Math.floor(mute.start / 1000),
    end: mute.end === null ? -1 : Math.floor(mute.end / 1000),
    status: mute.enabled ? 0 : 2,
    createAt: Math.floor(mute.createdAt / 1000),
    updateAt: Math.floor(mute.updatedAt / 1000),
    deleteAt: -1,
    ...{ creator: 'wsak_sandbox', updator: 'wsak_sandbox' },
    ...{ crontab: '', crontabDuration: 0, repeatExpire: -1, repeatExpireTime: '-1' },
    ...{ notifyMessage: '', notifyTargets: [], notifyTime: -1, notifyTimeStr: '' },
  };
}

function muteOf({ state, params }: Call): Mute {
  const mute = state.mutes.get(params.uuid ?? '');
  if (mute === undefined) throw new Refused(REFUSALS.notFound);
  return mute;
}

function asked(query: URLSearchParams, name: string): string[] | null {
  return query.get(name)?.split(',') ?? null;
}

function pageNumber(query: URLSearchParams, name: string, usual: number, most: number): number {
  const number = Number(query.get(name) ?? usual);
  if (!Number.isInteger(number) || number < 1 || number > most) throw new Refused(malformed(`${name}: 1 to ${most}`));
  return number;
}
