import type { EventJob } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';

/** Lines for one delivery; what is beyond is told by its number alone, since thousands can come in a few KB. */
const MAX_LINES = 5;
const MAX_FORMS = 200;
const MAX_KEYS = 30;
const MAX_KEY_LENGTH = 64;

/**
 * Writes the outcome of notices, which end here: a JSON object with neither level nor id is a press of a test button, or no alert
 * at all. Each form (its keys) is told once at `warn`, since a sender may mean it as an alert.
 */
export function createReportNotices(log: Log): (notices: readonly EventJob[], requestId: string) => void {
  const forms = new Set<string>();
  return (notices, requestId) => {
    for (const { eventId, event } of notices.slice(0, MAX_LINES)) {
      log.info('event handled', {
        ...{ eventId, faultKey: null, route: null, outcome: 'ignored', reason: 'notice', issueKey: null },
        ...{ attempt: 0, durationMs: 0, requestId },
      });
      const keys = keysOf(event);
      const form = keys.join('\n');
      if (forms.has(form) || forms.size >= MAX_FORMS) continue;
      forms.add(form);
      log.warn('delivery holds no alert', { keys, requestId });
    }
  };
}

function keysOf(event: Record<string, unknown>): string[] {
  const keys = Object.keys(event).filter((key) => event[key] !== undefined);
  return keys
    .sort()
    .slice(0, MAX_KEYS)
    .map((key) => key.slice(0, MAX_KEY_LENGTH));
}
