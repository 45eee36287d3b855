/** A stack with rules of its own, and objects whose events are sent one after the other. */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type GuanceEvent,
  type LogRecord,
  type SandboxIssue,
  SHORT_TIMEOUTS,
  type Stack,
  type StackOptions,
  sampleEvent,
  startStack,
} from '../harness/index.ts';

export interface FaultLab {
  readonly stack: Stack;
  /** Sends events and resolves with the log lines of their outcomes, in the order of the events. */
  outcomes(...events: readonly GuanceEvent[]): Promise<LogRecord[]>;
  issue(key: unknown): Promise<SandboxIssue>;
  comments(key: unknown): Promise<string[]>;
  /** What a person does to the issue. */
  byPerson(key: unknown, edit: object): Promise<void>;
  close(): Promise<void>;
}

export async function openFaultLab(rules: string, options: StackOptions = {}): Promise<FaultLab> {
  const stack = await startStack({
    ...options,
    started: false,
    workerEnv: { ...SHORT_TIMEOUTS, ...options.workerEnv },
  });
  const file = join(stack.dir, 'rules.yaml');
  await writeFile(file, rules);
  for (const worker of stack.workers) worker.env.RULES_FILE = file;
  for (const app of [...stack.receivers, ...stack.workers]) await app.start();
  const lines = () => stack.workers.flatMap(({ log }) => log.named('event handled'));
  const lineOf = ({ df_event_id }: GuanceEvent) =>
    stack.waitFor(
      `the outcome of ${df_event_id}`,
      () => lines().find(({ eventId, repeat }) => eventId === df_event_id && repeat !== true),
      90_000,
    );
  const lab: FaultLab = {
    stack,
    outcomes: async (...events) => {
      await stack.send(events);
      return Promise.all(events.map(lineOf));
    },
    issue: async (key) => {
      const found = (await stack.jira.issues()).find((issue) => issue.key === key);
      if (!found) throw new Error(`there is no issue ${key}`);
      return found;
    },
    comments: async (key) => {
      const { comments } = await lab.issue(key);
      return Array.isArray(comments) ? comments.map(textOf) : [];
    },
    byPerson: async (key, edit) => void (await stack.jira.control('POST', `/issues/${key}/edit-as-person`, edit)),
    close: () => stack.close(),
  };
  return lab;
}

export interface WatchedObject {
  /** Its next event, a minute after the one before. */
  next(status: string, change?: Record<string, unknown>): GuanceEvent;
  /** The next event begins another fault. */
  again(): void;
}

/** An object with an hour's past, watched by a monitor of that name. */
export function watchedObject(monitor: string): WatchedObject {
  const ref = randomUUID();
  let seconds = Math.floor(Date.now() / 1000) - 3600;
  let round = 1;
  return {
    again: () => {
      round += 1;
    },
    next: (df_status, change = {}) => {
      seconds += 60;
      return sampleEvent({
        ...{ df_title: monitor, df_monitor_name: monitor, df_monitor_checker_event_ref: ref },
        ...{ df_fault_id: `${ref}-${round}`, df_issue_start_time: undefined, df_issue_duration: undefined },
        ...{ df_status, df_sub_status: df_status, date: seconds, timestamp: seconds },
        ...change,
      });
    },
  };
}

/** Words of a comment in wiki markup, without its escapes, or in ADF. */
function textOf(comment: unknown): string {
  const body: unknown = Reflect.get(Object(comment), 'body');
  const { text, doc } = Object(body);
  if (typeof text === 'string') return text.replaceAll('\\', '');
  return [...JSON.stringify(doc).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]).join('');
}
