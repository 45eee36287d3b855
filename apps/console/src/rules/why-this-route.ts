/** Which route takes a received event and why, as `explain` tells it. */
import { EventUnreadable, type RulesProblem, readAlert } from '@guance-jira/mapping';
import { type Explained, explainEvent, type Messages } from '@guance-jira/operations';
import type { EventJob } from '@guance-jira/queue';
import type { RulesNow } from './rules-now.ts';

export type Why =
  /** `sizes`: how many conditions each route has. */
  | { readonly told: true; readonly explained: Explained; readonly sizes: ReadonlyMap<string, number> }
  | { readonly told: false; readonly why: 'no_event' | 'no_rules' }
  | { readonly told: false; readonly why: 'unreadable'; readonly words: string }
  | { readonly told: false; readonly why: 'rules_invalid'; readonly problems: readonly RulesProblem[] };

export async function whyThisRoute(
  received: EventJob | null,
  rulesNow: RulesNow,
  messages: Pick<Messages, 'read'>,
  now: number,
): Promise<Why> {
  if (received === null) return { told: false, why: 'no_event' };
  if (!rulesNow.known) {
    const { problems } = rulesNow;
    return problems === null ? { told: false, why: 'no_rules' } : { told: false, why: 'rules_invalid', problems };
  }
  const { rules } = rulesNow;
  try {
    const event = await messages.read(readAlert(received.event, received));
    const explained = explainEvent({ event: received.event, where: received.eventId }, rules, now, event);
    const sizes = new Map(rules.routes.map(({ name, match }) => [name, Object.keys(match).length]));
    return { told: true, explained, sizes };
  } catch (error) {
    if (!(error instanceof EventUnreadable)) throw error;
    return { told: false, why: 'unreadable', words: error.message };
  }
}
