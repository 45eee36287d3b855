import type { Messages, OpenedRedis, Playground, WantedOfRedis } from '@guance-jira/operations';
import type { Log } from '@guance-jira/service';
import type { RulesNow } from '../rules/rules-now.ts';

/** What the pages read, and the one thing that they change. */
export interface PageDeps {
  readonly opened: OpenedRedis;
  readonly isRedisReady: () => boolean;
  readonly rules: () => Promise<RulesNow>;
  readonly messages: Pick<Messages, 'read'>;
  readonly playground: Pick<Playground, 'try' | 'change'>;
  /** The address of Jira for people; null where it is not known. */
  readonly site: string | null;
  readonly ledgerDays: number;
  /** What is asked of Redis. */
  readonly wanted: WantedOfRedis;
  readonly log: Log;
  readonly now: () => number;
}
