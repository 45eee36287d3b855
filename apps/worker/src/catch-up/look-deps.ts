/** What a look at one workspace works with. */
import type { Guance } from '@guance-jira/guance';
import type { IssueRef } from '@guance-jira/jira';
import type { Rules } from '@guance-jira/mapping';
import type { Producer } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';
import type { Ask } from './ask.ts';
import type { KnownDeps } from './known.ts';

export interface CatchUpDeps extends KnownDeps {
  guance: Guance;
  rules: () => Rules;
  producer: Producer;
  /** Told of each request: its endpoint, and 'done' or the kind of its failure. */
  onAnswer: (endpoint: string, end: string) => void;
  /** Told of each event that was found and put into the queue. */
  onCaughtUp: (kind: 'fault' | 'recovery') => void;
  /** Whether an issue may stand for what began then, of which Redis knows nothing any more. */
  mayStandForgotten: (since: number) => Promise<boolean>;
  /** A person has closed it, as far as Jira tells now. */
  isClosed: (issue: IssueRef) => Promise<boolean>;
  log: Log;
  now: () => number;
}

export interface LookDeps extends CatchUpDeps {
  workspace: string;
  ask: Ask;
}
