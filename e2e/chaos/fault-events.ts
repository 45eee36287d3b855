/** Objects that fail and recover, round after round, for a run under `group: fault`; and what must have become of them. */
import { type GuanceEvent, type SandboxIssue, type Stack, sampleEvent } from '../harness/index.ts';
import type { Random } from './random.ts';
import type { Sent } from './sender.ts';
import type { Problem } from './verdict.ts';

export const FAULT_RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 5s, reopenWithin: 24h }
routes: [{ name: faults, recover: { transition: [Done] } }]
`;

export interface FaultWorld {
  /** The next thing that happens to some object. Deliveries are in no order, so it may arrive before what happened earlier. */
  next(random: Random): GuanceEvent;
  verdict(stack: Stack, sent: Sent): Promise<Problem[]>;
}

interface Told {
  id: string;
  recovered: boolean;
}

const EVENTS_AN_OBJECT = 8;

export function faultWorld(events: number): FaultWorld {
  const objects = Array.from({ length: Math.max(1, Math.round(events / EVENTS_AN_OBJECT)) }, (_, n) => ({
    name: `object ${n}`,
    told: [] as Told[],
  }));
  const start = Math.floor(Date.now() / 1000) - 3600;
  return {
    next: (random) => {
      const object = objects[random.between(0, objects.length - 1)];
      if (!object) throw new Error('no objects');
      const { name, told } = object;
      const step = told.length;
      const recovered = step % 2 === 1;
      const seconds = start + step * 30;
      const id = `event-${name.replace(' ', '-')}-${step}`;
      told.push({ id, recovered });
      return sampleEvent({
        df_event_id: id,
        df_title: name,
        df_monitor_checker_event_ref: name,
        df_fault_id: `fault-${name}-${Math.floor(step / 2)}`,
        df_status: recovered ? 'ok' : 'critical',
        date: seconds,
        timestamp: seconds,
      });
    },
    verdict: async (stack, sent) => {
      const issues = await stack.jira.issues();
      return objects.flatMap(({ name, told }) =>
        judge(
          told,
          issues.filter(({ summary }) => summary === name),
          sent,
        ),
      );
    },
  };
}

/** One issue where a fault was acknowledged, in the state of the newest event; a delivery that was not may have arrived all the same. */
function judge(told: readonly Told[], issues: readonly SandboxIssue[], { acknowledged }: Sent): Problem[] {
  const arrived = told.filter(({ id }) => acknowledged.has(id));
  const last = arrived.at(-1);
  if (last === undefined) return [];
  const opened = arrived.some(({ recovered }) => !recovered);
  if (issues.length > 1) return [{ eventId: last.id, text: `${issues.length} issues for one object` }];
  const [issue] = issues;
  if (issue === undefined)
    return opened ? [{ eventId: last.id, text: 'no issue for a fault that was answered 202' }] : [];
  const unsure = told.slice(told.indexOf(last) + 1).length > 0;
  const done = issue.status === 'done';
  if (unsure || done === last.recovered) return [];
  return [
    {
      eventId: last.id,
      text: `the newest event is a ${last.recovered ? 'recovery' : 'fault'}, the issue is ${issue.status}`,
    },
  ];
}
