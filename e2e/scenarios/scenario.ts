import type { GuanceEvent, SandboxIssue, Stack } from '../harness/index.ts';

/** One question to the whole system: how many issues become of an alert that meets this? */
export interface Scenario {
  readonly name: string;
  run(lab: Lab): Promise<Found>;
}

export interface Found {
  /** Issues made for the event. */
  readonly made: number;
  readonly wanted: number;
  /** Why it failed although as many issues were made as wanted. */
  readonly fault?: string;
}

/** The stack in the words of a scenario. */
export interface Lab {
  readonly stack: Stack;
  /** Delivers the event. @throws Error unless it is answered 202 */
  send(event: GuanceEvent): Promise<void>;
  /** Jira does this to the next requests of that kind; where `body` is given, to those whose body holds it. */
  fault(path: string, action: unknown, times?: number, body?: string): Promise<void>;
  /** Waits until every fault has struck. */
  faultsUsed(): Promise<void>;
  /** Changes Jira's settings. */
  settings(patch: unknown): Promise<void>;
  /** Takes back faults and the settings that scenarios change. */
  asUsual(): Promise<void>;
  /** Waits until the event has its outcome, then until another event that came later has: what has not come by then will not. */
  outcome(event: GuanceEvent): Promise<void>;
  issuesOf(event: GuanceEvent): Promise<SandboxIssue[]>;
  /** Counts the event's issues after its outcome; `fault` judges the first one. */
  expectOne(event: GuanceEvent, fault?: (issue: SandboxIssue) => string | undefined): Promise<Found>;
}

/** As in the table: ok, or FAIL with issues made and wanted. */
export function wordFor({ made, wanted, fault }: Found): string {
  return made === wanted && fault === undefined ? 'ok' : `FAIL (${made}/${wanted}${fault ? `, ${fault}` : ''})`;
}
