import type { Tracker } from './tracker.ts';

/** A tracker that finds out which Jira it talks to with the first call; while Jira is down every call tries again. */
export interface LateTracker extends Tracker {
  /** Must have resolved before a request that changes anything: a failure to connect is then surely no lost answer. */
  ready(): Promise<Tracker>;
  /** The tracker once it is known. */
  known(): Tracker | null;
}

/** What has to be known of a login before it is used, such as whose it is. */
export interface Login {
  /** Whether it may have become another one since. */
  isNew(): boolean;
  learn(tracker: Tracker): Promise<void>;
}

export function connectLater(site: string, connect: () => Promise<Tracker>, login?: Login): LateTracker {
  let connected: Tracker | null = null;
  let connecting: Promise<Tracker> | null = null;
  const ready = async (): Promise<Tracker> => {
    if (connected && !login?.isNew()) return connected;
    connecting ??= (async () => {
      const tracker = connected ?? (await connect());
      await login?.learn(tracker);
      return tracker;
    })().finally(() => {
      connecting = null;
    });
    connected = await connecting;
    return connected;
  };
  return {
    site,
    ready,
    known: () => connected,
    issueUrl: (key) => connected?.issueUrl(key) ?? `${site}/browse/${key}`,
    createSchema: async (place, slot) => (await ready()).createSchema(place, slot),
    fit: async (draft, schema) => (await ready()).fit(draft, schema),
    prepare: async (draft, slot) => (await ready()).prepare(draft, slot),
    create: async (draft, marker, without) => (await ready()).create(draft, marker, without),
    assigneeOf: async (issue) => (await ready()).assigneeOf(issue),
    watch: async (issue, person) => (await ready()).watch(issue, person),
    assign: async (issue, person) => (await ready()).assign(issue, person),
    read: async (issue, followed) => (await ready()).read(issue, followed),
    comment: async (issue, body, mark, audience) => (await ready()).comment(issue, body, mark, audience),
    hasComment: async (issue, mark, look) => (await ready()).hasComment(issue, mark, look),
    attach: async (issue, file) => (await ready()).attach(issue, file),
    hasAttachment: async (issue, name) => (await ready()).hasAttachment(issue, name),
    transitions: async (issue) => (await ready()).transitions(issue),
    statuses: async (issue) => (await ready()).statuses(issue),
    transition: async (issue, id, along) => (await ready()).transition(issue, id, along),
    setPriority: async (issue, name) => (await ready()).setPriority(issue, name),
    setFields: async (issue, draft, without) => (await ready()).setFields(issue, draft, without),
    relate: async (issue, older) => (await ready()).relate(issue, older),
    findMarked: async (labels) => (await ready()).findMarked(labels),
    findRecent: async (minutes, paging) => (await ready()).findRecent(minutes, paging),
    findChanged: async (minutes, paging) => (await ready()).findChanged(minutes, paging),
    get keysAtOnce() {
      return connected?.keysAtOnce ?? 1;
    },
    readByKeys: async (keys) => (await ready()).readByKeys(keys),
    newestIn: async (project, ours, minutesAgo) => (await ready()).newestIn(project, ours, minutesAgo),
    hasIssues: async () => (await ready()).hasIssues(),
    whoAmI: async () => (await ready()).whoAmI(),
    closeDuplicate: async (duplicate, keep, told, plan) => (await ready()).closeDuplicate(duplicate, keep, told, plan),
    close: async () => connected?.close(),
    get deployment() {
      return connected?.deployment ?? null;
    },
  };
}
