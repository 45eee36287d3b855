import { z } from 'zod';
import type { FaultQueue } from '../faults/queue.ts';
import type { FaultRuleInput } from '../faults/rule.ts';
import type { LoggedRequest, RequestLog } from '../openapi/request-log.ts';
import { type Delivery, type GuanceEvent, type JsonObject, levels, type Mute, type Restore } from '../state/model.ts';
import { muteState } from '../state/mutes.ts';
import type { GuanceState } from '../state/state.ts';

export const SettingsPatch = z.strictObject({
  webhookUrl: z.url().nullable().optional(),
  requestsPerMinute: z.number().int().positive().nullable().optional(),
  workspaceRequestsPerMinute: z.number().int().positive().nullable().optional(),
  deliveryTimeoutMs: z.number().int().positive().optional(),
  disableAfterFailures: z.number().int().positive().nullable().optional(),
});

export const FireBody = z.strictObject({
  level: z.enum(levels).default('critical'),
  notify: z.boolean().default(true).describe('false: an event that is sent to nobody, as within a repeat interval'),
});

export const ObjectBody = z.strictObject({ monitor: z.string(), tags: z.record(z.string(), z.string()) });

export const LogBody = z.strictObject({
  message: z.string(),
  tags: z.record(z.string(), z.string()).default({}),
  agoMs: z.number().nonnegative().default(0),
});

/** What a test does to the sandbox; the control API offers the same over HTTP. Throws an Error that names what is unknown. */
export type GuanceControl = {
  /** Lets a monitor (`cpu`, `disk`, `log`) watch one object more; returns its id. */
  watch: (object: z.input<typeof ObjectBody>) => string;
  fire: (objectId: string, how?: z.input<typeof FireBody>) => JsonObject;
  /** As a check finds it, not by hand; null where nothing was wrong. */
  recover: (objectId: string) => JsonObject | null;
  /** A line of the log, now or `agoMs` ago. */
  log: (line: z.input<typeof LogBody>) => void;
  enableTarget: () => void;
  fault: (rule: FaultRuleInput) => number;
  clearFaults: () => void;
  requests: (kind?: string) => LoggedRequest[];
  set: (patch: z.input<typeof SettingsPatch>) => void;
  state: () => ShownState;
  reset: () => void;
};

export type ShownState = {
  objects: {
    id: string;
    ref: string;
    monitorId: string;
    tags: Readonly<Record<string, string>>;
    status: string;
    faultId: string | null;
  }[];
  events: JsonObject[];
  mutes: (Mute & { state: string })[];
  restores: Restore[];
  deliveries: Delivery[];
  target: { failures: number; disabled: boolean };
};

export function controlOf(state: GuanceState, faults: FaultQueue, log: RequestLog): GuanceControl {
  const watched = (id: string) => {
    const found = state.watched.get(id);
    if (found === undefined) throw new Error(`no object ${id}; there are ${[...state.watched.keys()].join(', ')}`);
    return found;
  };
  const bodyOf = (event: GuanceEvent | null) => event?.body ?? null;
  return {
    watch: (object) => {
      const { monitor, tags } = ObjectBody.parse(object);
      return state.addWatched(monitor, tags).id;
    },
    fire: (objectId, how = {}) => {
      const { level, notify } = FireBody.parse(how);
      return state.fire(watched(objectId), level, notify).body;
    },
    recover: (objectId) => bodyOf(state.recover(watched(objectId))),
    log: (line) => {
      const { message, tags, agoMs } = LogBody.parse(line);
      state.log({ at: state.now() - agoMs, message, tags });
    },
    enableTarget: () => void Object.assign(state.target, { failures: 0, disabled: false }),
    fault: (rule) => faults.add(rule).id,
    clearFaults: () => faults.clear(),
    requests: (kind) => log.entries(kind),
    set: (patch) => {
      const given = Object.entries(SettingsPatch.parse(patch)).filter(([, value]) => value !== undefined);
      Object.assign(state.settings, Object.fromEntries(given));
    },
    state: () => shown(state),
    reset: () => {
      state.reset();
      faults.clear();
      log.clear();
    },
  };
}

function shown(state: GuanceState): ShownState {
  return {
    objects: [...state.watched.values()].map(({ id, ref, monitor, tags, status, fault }) => ({
      ...{ id, ref, monitorId: monitor.id, tags, status, faultId: fault?.id ?? null },
    })),
    events: state.events.map(({ body }) => body),
    mutes: [...state.mutes.values()].map((mute) => ({ ...mute, state: muteState(mute, state.now()) })),
    restores: state.restores,
    deliveries: state.deliveries,
    target: state.target,
  };
}
