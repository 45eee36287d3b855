/**
 * An issue of which Redis knows nothing any more, whose object is still muted. Such an object sends no alert, by which the issue would
 * be known again, so what people do in Jira would lead to nothing until the mute ends. Guance's list of all our mutes is read once for
 * each loss, and not for each issue, since most that are unknown were never muted.
 */
import {
  type BackRecord,
  type ForgottenAt,
  type Lane,
  type Memory,
  noteBack,
  noteListState,
  readBack,
  readForgottenMute,
  readListState,
} from '@guance-jira/ledger';
import { isStep, type Step } from '../disposition.ts';
import { LOOK_AFTER_MS, later } from './asking.ts';
import type { ChangeDeps } from './change-step.ts';
import { mayBeForgotten } from './forgotten.ts';
import { listMutes } from './list-mutes.ts';
import { ALL_NAMES, namePrefixOf, prefixIn } from './mute-name.ts';

type Waiting = Exclude<Step, { step: 'done' }>;
export type Found =
  | { end: 'none'; unread: string | null }
  | { end: 'wait'; wait: Waiting }
  | { end: 'found'; known: BackRecord };

type FindDeps = Pick<ChangeDeps, 'redis' | 'keys' | 'jira' | 'rules' | 'guance' | 'onAnswer'>;
type Seen = Pick<FindDeps, 'redis' | 'keys' | 'rules' | 'guance'> & { site: string; memory: Memory };

export async function findForgotten(issueId: string, issueKey: string | null, deps: FindDeps): Promise<Found> {
  const none = (unread: string | null = null): Found => ({ end: 'none', unread });
  const { redis, keys, jira, guance } = deps;
  if (guance === null || !(await mayHaveMuted({ ...deps, memory: jira.memory }))) return none();
  const { site } = jira.tracker;
  const { epoch } = await jira.memory.current();
  const at = { redis, keys, site, epoch };
  let unread: string | null = null;
  let wait: Waiting | null = null;
  for (const workspace of guance.workspaces()) {
    const end = await readList(workspace, at, { ...deps, guance });
    if (!isStep(end)) unread ??= end.unread;
    // What another workspace lists need not wait for this one.
    else if (end.step !== 'done') wait = sooner(wait, end);
  }
  const mute = await readForgottenMute(at, namePrefixOf({ site, issueId }));
  if (mute === null || mute.until <= jira.memory.now()) return wait === null ? none(unread) : { end: 'wait', wait };
  const [id = '', ...others] = mute.ids;
  const { workspace, name, until } = mute;
  const subject = {
    ...{ issueKey: issueKey ?? '', route: '', objectKey: `muted ${site} ${issueId}`, faultKey: '', workspace },
    ...{ ref: null, muted: null, at: 0 },
  };
  const muting = { closing: 'forgotten', sentAt: jira.memory.now(), tries: 1, name, until, id, others };
  const known = { subject, restore: null, mute: { ...muting, state: 'muted' as const } };
  // Others of this issue may stand where nothing was read: then they are looked for by its name.
  const asOf = wait === null && unread === null ? epoch : 0;
  return { end: 'found', known: { ...known, asOf, looking: null, unread: null } };
}

function sooner(one: Waiting | null, other: Waiting): Waiting {
  return one?.step === 'wait' && !(other.step === 'wait' && other.ms < one.ms) ? one : other;
}

/** In the lane of the issue: what the next alert of its object tells of it comes in the place of this. */
export async function takeForgotten(issueId: string, known: BackRecord, lane: Lane, deps: FindDeps): Promise<void> {
  const { redis, keys, jira } = deps;
  const at = { redis, keys, site: jira.tracker.site };
  if ((await readBack(redis, keys.back(at.site, issueId))) !== null) return;
  const { mute, asOf, subject } = known;
  if (mute !== null) await noteBack(at, issueId, lane, { mute });
  await noteBack(at, issueId, lane, { asOf });
  await noteBack(at, issueId, lane, { subject });
}

/** The same as far as it can be told without a request: a job reads the list, and each that is in it is worth one. */
export async function mayBeMuted(issueId: string, deps: Seen): Promise<boolean> {
  const { redis, keys, site, memory, guance } = deps;
  const { now } = memory;
  if (guance === null || !(await mayHaveMuted(deps))) return false;
  const at = { redis, keys, site, epoch: (await memory.current()).epoch };
  const mute = await readForgottenMute(at, namePrefixOf({ site, issueId }));
  if (mute !== null) return mute.until > now();
  const states = await Promise.all(guance.workspaces().map((workspace) => readListState(at, workspace)));
  return states.some((state) => state === null || !(state.whole || (state.unread && state.unread.until > now())));
}

/** Redis has lost something, and a route has a way back: others have never muted. */
async function mayHaveMuted({ rules, memory }: Pick<Seen, 'rules' | 'memory'>): Promise<boolean> {
  const hasBack = rules().routes.some((route) => route.kind === 'issue' && route.back !== null);
  return hasBack && (await mayBeForgotten(0, memory));
}

async function readList(
  workspace: string,
  at: ForgottenAt,
  deps: FindDeps & { guance: NonNullable<ChangeDeps['guance']> },
): Promise<{ unread: string | null } | Step> {
  const { redis, keys, guance, onAnswer, jira } = deps;
  const { now } = jira.memory;
  const state = await readListState(at, workspace);
  if (state?.whole) return { unread: null };
  if (state?.unread && state.unread.until > now()) return { unread: state.unread.reason };
  const sinceMs = await jira.memory.sinceEpochMs();
  if (sinceMs < LOOK_AFTER_MS)
    return later(LOOK_AFTER_MS - sinceMs, 'Redis has lost data: waiting until Guance shows what was asked before');
  const reading = {
    ...{ redis, keys, guance, workspace, onAnswer, who: keys.backForgotten(at.site) },
    note: async (change: object) => {
      const looking = 'looking' in change ? (change as { looking: BackRecord['looking'] }).looking : null;
      await noteListState(at, workspace, { looking, whole: false, unread: null });
      return true;
    },
  };
  const listed = await listMutes(reading, state?.looking ?? null, {
    ...{ name: ALL_NAMES, look: `all ${at.epoch}`, standing: true, onlyOne: false },
    isOurs: ({ name, until }) => prefixIn(name) !== null && until !== null && until > now(),
    isUnknown: ({ name, until }) => name === null && (until === null || until > now()),
  });
  if (isStep(listed)) return listed;
  const reason = listed.end === 'refused' ? listed.reason : listed.unread;
  const unread = reason === null ? null : { reason, until: now() + ASK_AGAIN_MS };
  const found = new Map<string, { workspace: string; ids: string[]; name: string; until: number }>();
  for (const { id, name, until } of listed.end === 'refused' ? [] : listed.found) {
    const prefix = prefixIn(name) ?? '';
    const before = found.get(prefix);
    const ids = [...(before?.ids ?? []), id];
    found.set(prefix, { workspace, ids, name: name ?? '', until: Math.max(until ?? 0, before?.until ?? 0) });
  }
  await noteListState(at, workspace, { looking: null, whole: reason === null, unread }, found);
  return { unread: reason };
}

/** Every issue that is unknown would ask for it. */
const ASK_AGAIN_MS = 3_600_000;
