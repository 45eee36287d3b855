/** One thing that goes wrong, or that people do, while alerts are sent. */
import type { Stack } from '../../harness/index.ts';
import type { BackWorld } from '../back/back-world.ts';
import type { ChaosAgent } from '../chaos-agent.ts';
import type { EventLog } from '../check/event-log.ts';
import type { Alerts, Style } from '../deliver/alerts.ts';
import type { Deliveries } from '../deliver/deliveries.ts';
import type { Random } from '../random.ts';
import type { RedisClock } from '../redis-clock.ts';
import type { RedisPair } from '../redis-pair.ts';
import type { RulesFile } from '../rules-file.ts';

/** `back`: faults, with the way back from Jira to Guance, and people who use it. */
export type Group = 'event' | 'fault' | 'back';

export interface Fault {
  /** As `--only` takes it and the report tells it. */
  readonly name: string;
  /** What it is about, in a few words, for `--list`. */
  readonly about: string;
  readonly dialect?: 'cloud' | 'datacenter';
  readonly group?: Group;
  /** What it needs from the start. */
  readonly needs?: Needs;
  /** Its time of Jira's outages counts against JIRA_RETRY_FOR, so nothing else may go wrong with Jira. */
  readonly calmJira?: true;
  /** The spool must have room. */
  readonly spools?: true;
  /** It makes an outage of Jira itself. */
  readonly jiraFails?: true;
  /** What the documented limits let become of alerts. */
  readonly failedReasons?: RegExp;
  /** How often it happens, at drawn times; none: `needs` is all. */
  readonly times?: readonly [least: number, most: number];
  /** It begins in the last part: before, the ledger is too new. */
  readonly late?: true;
  run?(run: Run): Promise<void>;
  /** When all faults have ended and before anything is judged. */
  afterwards?(run: Run): Promise<void>;
}

export interface Needs {
  readonly workerEnv?: Readonly<Record<string, string>>;
  readonly receiverEnv?: Readonly<Record<string, string>>;
  /** A patch of the sandbox's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Rules for Jira's answers that hold until the end. */
  readonly answers?: readonly unknown[];
  readonly storm?: boolean;
  /** The rules take what Guance never sent. */
  readonly catchUp?: true;
  readonly style?: Partial<Style>;
  /** How alerts are labelled when they are sent; as JSON otherwise. */
  readonly contentType?: string;
  /** Redis has a replica. */
  readonly replica?: true;
  /** The spool has a disk of its own, of two megabytes. */
  readonly smallDisk?: true;
  /** Redis's clock can be moved; it begins so many seconds ahead. */
  readonly redisClock?: number;
}

/** What a fault may act on. */
export interface Run {
  readonly dialect: 'cloud' | 'datacenter';
  readonly group: Group;
  /** Null but in group `back`. */
  readonly back: BackWorld | null;
  readonly stack: Stack;
  readonly random: Random;
  readonly log: EventLog;
  readonly agent: ChaosAgent;
  readonly alerts: Alerts;
  readonly deliveries: Deliveries;
  readonly rules: RulesFile;
  readonly clock: RedisClock | null;
  readonly replica: RedisPair | null;
  /** Times in which at most so many requests may reach Jira. */
  readonly quiet: Quiet[];
  /** When storms of before were forgotten: Redis was wiped, or what it tells is about another address of Jira. */
  readonly stormsForgotten: number[];
}

export interface Quiet {
  readonly what: string;
  readonly from: number;
  readonly to: number;
  readonly most: number;
}
