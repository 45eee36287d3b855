/** One issue that is to be given something: what each part works with, and how it may end. */
import type { Guance } from '@guance-jira/guance';
import type { ContextPart, ContextRequest } from '@guance-jira/ledger';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { CreateDeps } from '../create/deps.ts';
import type { IssueTurn } from '../issue/issue-turn.ts';

export interface ContextDeps {
  redis: RedisClient;
  keys: Keys;
  jira: CreateDeps;
  /** Null where no key is set. */
  guance: Guance | null;
  /** Takes our secrets out of a text that others wrote. */
  redact: (text: string) => string;
  /** Told of each request to Guance: its endpoint, and 'done' or the kind of its failure. */
  onAnswer: (endpoint: string, end: string) => void;
  /** Told of each part when it has its end. */
  onEnd: (part: ContextPart, end: 'added' | 'left_out') => void;
  now: () => number;
}

export interface ContextTurn extends IssueTurn {
  order: ContextRequest;
  /** Holds the order, and how far its parts have come. */
  recordKey: string;
  deps: ContextDeps;
}

/** Why an issue goes without a part of it. Thrown: nothing that comes after can be done. */
export class LeftOut extends Error {
  override readonly name = 'LeftOut';
}

/** Not yet, and not before `ms`. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  readonly ms: number;
  constructor(ms: number, reason: string) {
    super(reason);
    this.ms = ms;
  }
}
