import { type FaultLab, openFaultLab } from '../fault-life/lab.ts';
import type { GuanceEvent, LogRecord, SandboxIssue, StackOptions } from '../harness/index.ts';

/** Routes by the name of the monitor, so that all cases of a lab share one stack. */
const RULES = `defaults: { project: OPS, issueType: 故障, group: fault, assignee: project-default, recover: {} }
routes:
  - { name: nope, match: { df_monitor_name: "nope *" }, project: NOPE, group: event }
  - { name: other, match: { df_monitor_name: "other *" }, project: DBA, group: event }
  - { name: hidden, match: { df_monitor_name: "hidden *" }, project: HID }
  - { name: event by event, match: { df_monitor_name: "alone *" }, group: event }
  - { name: faults }
`;

export interface EdgeLab extends FaultLab {
  readonly dialect: 'cloud' | 'datacenter';
  faults(rules: readonly object[]): Promise<void>;
  allWell(): Promise<void>;
  /** The issues of a monitor. */
  issuesOf(monitor: string): Promise<SandboxIssue[]>;
  /** The line of an event's outcome, once it is there. */
  outcome(event: GuanceEvent): LogRecord | undefined;
  /** Waits so long at most, and tells which of these have no outcome then. */
  within(ms: number, events: readonly GuanceEvent[]): Promise<string[]>;
}

/** The file is silent on JIRA_LATE_COMMIT_MS, whose default alone is longer than the time that it allows; the lab shortens it. */
export async function openEdgeLab(
  dialect: 'cloud' | 'datacenter',
  workerEnv: Record<string, string>,
  options: StackOptions = {},
): Promise<EdgeLab> {
  const login = dialect === 'cloud' ? 'bot@example.com' : 'bot';
  const projects = [{ key: 'OPS' }, { key: 'DBA' }, { key: 'HID', mayNotBrowse: ['bot', login] }];
  const lab = await openFaultLab(RULES, { dialect, sandbox: { projects }, ...options, workerEnv });
  const { stack } = lab;
  const outcome = ({ df_event_id }: GuanceEvent) =>
    stack.worker.log.named('event handled').find(({ eventId, repeat }) => eventId === df_event_id && repeat !== true);
  return {
    ...lab,
    dialect,
    faults: async (rules) => void (await stack.jira.control('POST', '/faults', rules)),
    allWell: async () => void (await stack.jira.control('DELETE', '/faults')),
    issuesOf: async (monitor) => (await stack.jira.issues()).filter(({ summary }) => String(summary).includes(monitor)),
    outcome,
    within: async (ms, events) => {
      const missing = () => events.filter((event) => outcome(event) === undefined);
      await stack.waitFor('outcomes', () => missing().length === 0, ms).catch(() => {});
      return missing().map(({ df_title }) => `${df_title} has no outcome after ${ms} ms`);
    },
  };
}

/** What was expected of an event's outcome and is not so. */
export function differs(lab: EdgeLab, event: GuanceEvent, wanted: string): string[] {
  const line = lab.outcome(event);
  if (line === undefined || line.outcome === wanted) return [];
  return [`${event.df_title} ends ${line.outcome}, not ${wanted}: ${line.reason}`];
}
