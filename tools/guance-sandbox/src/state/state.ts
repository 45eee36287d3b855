import { randomUUID } from 'node:crypto';
import type { SandboxOptions } from '../options.ts';
import { eventBody } from './event-body.ts';
import { type LogEntry, linesOf } from './logs.ts';
import type { Delivery, GuanceEvent, Level, Mute, Restore, Status, Watched } from './model.ts';
import { defaultWatched, watch } from './monitors.ts';
import { mutes } from './mutes.ts';

/** What can be changed while it runs. */
export type Settings = Pick<
  SandboxOptions,
  'webhookUrl' | 'requestsPerMinute' | 'workspaceRequestsPerMinute' | 'deliveryTimeoutMs' | 'disableAfterFailures'
>;

export type StateDeps = { now: () => number; uuid?: () => string };

/** Everything the sandbox knows. It is changed synchronously, so a request is carried out whole or not at all. */
export class GuanceState {
  readonly options: SandboxOptions;
  readonly settings: Settings;
  readonly now: () => number;
  readonly watched = new Map<string, Watched>();
  /** Newest last. */
  readonly events: GuanceEvent[] = [];
  readonly mutes = new Map<string, Mute>();
  readonly restores: Restore[] = [];
  /** In any order. */
  readonly logs: LogEntry[] = [];
  readonly deliveries: Delivery[] = [];
  /** Deliveries that failed one after the other, and whether Guance has turned the target off for it. */
  readonly target = { failures: 0, disabled: false };
  baseUrl = '';
  /** Takes each event that is to be sent. */
  onEvent: (event: GuanceEvent) => void = () => {};
  readonly #uuid: () => string;

  constructor(options: SandboxOptions, { now, uuid = randomUUID }: StateDeps) {
    this.options = options;
    this.now = now;
    this.#uuid = uuid;
    this.settings = {
      webhookUrl: options.webhookUrl,
      requestsPerMinute: options.requestsPerMinute,
      workspaceRequestsPerMinute: options.workspaceRequestsPerMinute,
      deliveryTimeoutMs: options.deliveryTimeoutMs,
      disableAfterFailures: options.disableAfterFailures,
    };
    for (const one of defaultWatched()) this.watched.set(one.id, one);
  }

  id(prefix: string): string {
    return prefix + this.#uuid().replaceAll('-', '');
  }

  /** Lets a monitor watch one object more. @throws Error where there is no such monitor */
  addWatched(monitor: string, tags: Readonly<Record<string, string>>): Watched {
    const added = watch(monitor, tags);
    const known = this.watched.get(added.id);
    if (known === undefined) this.watched.set(added.id, added);
    return known ?? added;
  }

  /** A check finds the object at this level. `notify: false`: within the repeat interval of the alert policy, so the event is sent to nobody. */
  fire(watched: Watched, level: Level, notify = true): GuanceEvent {
    return this.#happens(watched, level, { by: null, notify });
  }

  /** Null where nothing was wrong. `by`: a person, or a key of the OpenAPI. */
  recover(watched: Watched, by: string | null = null): GuanceEvent | null {
    return watched.fault === null ? null : this.#happens(watched, 'ok', { by, notify: true });
  }

  #happens(watched: Watched, status: Status, { by, notify }: { by: string | null; notify: boolean }): GuanceEvent {
    const at = this.now();
    const id = this.id('event-');
    const fault = watched.fault ?? { id, since: at };
    const silent = [...this.mutes.values()].some((mute) => mutes(mute, watched, at));
    watched.status = status;
    watched.fault = status === 'ok' ? null : fault;
    const { workspaceUuid, workspaceName, language } = this.options;
    const sender = { workspaceUuid, workspaceName, language, baseUrl: this.baseUrl };
    const body = eventBody(watched, { id, at, status, silent, by, fault }, sender);
    const event = { docId: `E_${id.slice(-20)}`, id, at, watched, status, silent, body };
    this.events.push(event);
    if (this.events.length > MAX_KEPT) this.events.shift();
    if (status !== 'ok') this.log(...linesOf(watched, at, this.options.language));
    if (notify && !silent) this.onEvent(event);
    return event;
  }

  log(...entries: readonly LogEntry[]): void {
    this.logs.push(...entries);
    this.logs.splice(0, this.logs.length - MAX_KEPT);
  }

  reset(): void {
    this.watched.clear();
    for (const one of defaultWatched()) this.watched.set(one.id, one);
    this.events.length = 0;
    this.mutes.clear();
    this.restores.length = 0;
    this.logs.length = 0;
    this.deliveries.length = 0;
    Object.assign(this.target, { failures: 0, disabled: false });
  }
}

const MAX_KEPT = 10_000;
