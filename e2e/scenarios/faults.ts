/** A fault recovers, or comes again: `group: fault`, where the others have their resolved and repeated alerts. */
import { randomUUID } from 'node:crypto';
import { type GuanceEvent, type SandboxIssue, sampleEvent } from '../harness/index.ts';
import type { Found, Lab, Scenario } from './scenario.ts';

export const faults: readonly Scenario[] = [
  {
    name: 'wont_fix_refire',
    run: async (lab) => {
      const disk = watched('wont_fix_refire', 'faults');
      const issue = await disk.opened(lab);
      await byPerson(lab, issue, { status: 'done', resolution: "Won't Do" });
      await disk.fires(lab);
      return disk.found(lab, 1, ([left]) => (left?.status === 'done' ? undefined : 'touched'));
    },
  },
  {
    name: 'reopen_in_window',
    run: async (lab) => {
      const disk = watched('reopen_in_window', 'faults');
      await disk.opened(lab);
      await disk.recovers(lab);
      await disk.fires(lab);
      return disk.found(lab, 1, ([again]) => (again?.status === 'done' ? 'not reopened' : undefined));
    },
  },
  {
    name: 'reopen_out_of_window',
    run: async (lab) => {
      const disk = watched('reopen_out_of_window', 'short window');
      const issue = await disk.opened(lab);
      await byPerson(lab, issue, { status: 'done' });
      // The window counts from Jira's own date of resolution.
      const resolvedAt = Date.now();
      await lab.stack.waitFor('the window to close', () => Date.now() > resolvedAt + 2500);
      await disk.fires(lab);
      return disk.found(lab, 2, ([old, next]) =>
        old?.status === 'done' && next?.status !== 'done' ? undefined : 'the wrong one is open',
      );
    },
  },
  {
    name: 'auto_resolve',
    run: async (lab) => {
      const disk = watched('auto_resolve', 'faults');
      await disk.opened(lab);
      await disk.recovers(lab);
      return disk.found(lab, 1, ([issue]) => (issue?.status === 'done' ? undefined : 'not resolved'));
    },
  },
  {
    name: 'transition_missing',
    run: async (lab) => {
      const disk = watched('transition_missing', 'no way');
      await disk.opened(lab);
      const outcome = await disk.recovers(lab);
      return disk.found(lab, 1, ([issue]) => {
        if (outcome !== 'commented') return `the recovery ended ${outcome}`;
        return issue?.status === 'new' ? undefined : 'moved';
      });
    },
  },
];

/** An object with faults of its own, watched by a monitor that a route of rules.yaml is for. */
function watched(name: string, monitor: string) {
  const ref = randomUUID();
  let seconds = Math.floor(Date.now() / 1000) - 600;
  const event = (changes: Record<string, unknown>): GuanceEvent => {
    seconds += 60;
    const about = { df_title: name, df_monitor_name: monitor, df_monitor_checker_event_ref: ref };
    return sampleEvent({ ...about, date: seconds, timestamp: seconds, ...changes });
  };
  let start = 0;
  const send = async (lab: Lab, next: GuanceEvent) => {
    await lab.send(next);
    await lab.outcome(next);
    const lines = lab.stack.workers.flatMap(({ log }) => log.named('event handled'));
    return lines.find(({ eventId }) => eventId === next.df_event_id)?.outcome;
  };
  const issues = async (lab: Lab) =>
    (await lab.stack.jira.issues()).filter(({ summary }) => String(summary).startsWith(name));
  const fires = (lab: Lab) => {
    start = seconds + 60;
    return send(lab, event({ df_status: 'critical', df_issue_start_time: start }));
  };
  return {
    fires,
    recovers: (lab: Lab) => send(lab, event({ df_status: 'ok', df_sub_status: 'ok', df_issue_start_time: start })),
    opened: async (lab: Lab): Promise<SandboxIssue> => {
      await fires(lab);
      const [issue] = await issues(lab);
      if (!issue) throw new Error('no issue was opened');
      return issue;
    },
    found: async (
      lab: Lab,
      wanted: number,
      fault: (issues: readonly SandboxIssue[]) => string | undefined,
    ): Promise<Found> => {
      const made = await issues(lab);
      const wrong = fault(made);
      return { made: made.length, wanted, ...(wrong ? { fault: wrong } : {}) };
    },
  };
}

async function byPerson(lab: Lab, issue: SandboxIssue, edit: object): Promise<void> {
  await lab.stack.jira.control('POST', `/issues/${issue.key}/edit-as-person`, edit);
}
