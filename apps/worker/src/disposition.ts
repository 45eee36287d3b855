/** What can become of an event at one try. */
import type { Group } from '@guance-jira/mapping';
import type { Outcome } from '@guance-jira/queue';

/** What shall happen to the job. Only `fail` spends it; waiting spends no attempt. */
export type Step =
  | {
      step: 'done';
      outcome: Outcome;
      reason: string | null;
      issueKey: string | null;
      /** Where it is another than the rules name for this event: the route of its fault. */
      route?: string | null;
      repeat?: boolean;
      warnings?: readonly string[];
    }
  /**
   * Try this event again later; `leaveLane`: others of its object may go on meanwhile; `upgrade`: a newer version wrote what
   * this one would have to read; `alone`: this request alone was refused while others pass, and a change was surely not made;
   * `blocked`: the kind of request whose turn it waits for, see throttle/blocked-kinds.ts; `failed`: a request to Guance did.
   */
  | {
      step: 'wait';
      ms: number;
      reason: string;
      afterwards?: () => Promise<void>;
      leaveLane?: true;
      upgrade?: true;
      alone?: 'look' | 'change';
      blocked?: string;
      failed?: true;
    }
  /** No request may go to Jira for a while: let all events wait. */
  | { step: 'pause'; ms: number; reason: string }
  | { step: 'fail'; reason: string };

export function isStep(value: unknown): value is Step {
  return typeof value === 'object' && value !== null && 'step' in value;
}

/** A step, and what the log line tells besides. */
export interface Handled {
  step: Step;
  route: string | null;
  faultKey: string | null;
  /** Of what opens an issue. */
  group?: Group;
  warnings: readonly string[];
}
