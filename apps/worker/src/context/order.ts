/** Notes what an issue is to be given, in the same breath as that it stands. */
import type { IssueRef } from '@guance-jira/jira';
import { orderContext } from '@guance-jira/ledger';
import { EVERYBODY } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { Opened } from '../create/deps.ts';

export interface OrderDeps {
  redis: RedisClient;
  keys: Keys;
  site: string;
  /** As long as the ledger remembers the event, so that no delivery of it orders again. */
  ledgerDays: number;
  now: () => number;
}

/** Nothing where the route has no `context`. May be repeated: the first order of an issue counts. */
export async function orderFor({ event, plan }: Opened, issue: IssueRef, deps: OrderDeps): Promise<void> {
  if (plan.context === undefined) return;
  const { redis, keys, site, ledgerDays, now } = deps;
  const { chart, logs, at, language, timezone } = plan.context;
  const order = {
    ...{ issue: { id: issue.id, key: issue.key }, route: plan.route, eventId: event.eventId },
    ...{ workspace: event.workspace.id ?? '', ref: event.ref, at, language, timezone, chart, logs },
    audience: plan.draft.audience ?? EVERYBODY,
    orderedAt: now(),
  };
  await orderContext({ redis, keys, site }, order, (ledgerDays + 1) * 86_400);
}
