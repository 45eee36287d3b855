/** Tells people that the bridge itself is ill: looks, asks the policy, sends. Whatever fails here never disturbs events. */
import { errorFields, type Log } from '../log/logger.ts';
import { rateLimitedLog } from '../log/rate-limited-log.ts';
import { decide, type Say, type Seen } from './policy.ts';
import { requestFor } from './request.ts';
import type { Send } from './send.ts';
import type { NotifyTarget } from './settings.ts';
import type { NotifyStore } from './store.ts';
import { type Facts, textOf } from './texts.ts';

export interface Notifier {
  /** One look, and what follows from it. Calls while one is under way do nothing. */
  look(): Promise<void>;
  close(): void;
}

export interface NotifierOptions {
  target: NotifyTarget;
  send: Send;
  store: NotifyStore;
  /** What is seen now; a condition that it does not name is left as it is. */
  observe: () => Promise<readonly Seen[]>;
  /** How long an outage lasts before it is told. */
  afterMs: number;
  from: string;
  log: Log;
  onSent?: (result: 'sent' | 'failed') => void;
  /** True while it shall not even look, since what it would ask is known not to answer. */
  isOff?: () => boolean;
  now?: () => number;
}

const MAX_REST_MS = 10 * 60_000;
const FIRST_REST_MS = 15_000;

/** How often to look, so that nothing is told much later than it is due. */
export function lookEveryMs(afterMs: number): number {
  return Math.min(10_000, Math.max(200, afterMs / 5));
}

export function startNotifier(options: NotifierOptions): Notifier {
  const { store, observe, afterMs, log, now = Date.now } = options;
  const complain = rateLimitedLog<unknown>(60_000, (error, suppressed) =>
    log.warn('notifier check failed', { ...errorFields(error), suppressed }),
  );
  const rest = createRest(now);
  let looking = false;

  const all = async () => {
    const known = await store.load();
    for (const seen of await observe()) {
      const before = known[seen.condition] ?? null;
      const { say, known: next, unsaid } = decide(before, seen, now(), afterMs);
      // While the chat itself is unreachable it is asked less and less often.
      const through = say !== null && !rest.resting() && (await tell(seen, say, before?.since ?? now()));
      const kept = say === null || through ? next : unsaid;
      if (JSON.stringify(kept) !== JSON.stringify(before)) await store.save(seen.condition, kept);
    }
  };
  const tell = async (seen: Seen, say: Say, since: number): Promise<boolean> => {
    const { target, from, send } = options;
    const facts: Facts = { ...seen, say, since, now: now(), details: seen.details ?? {}, from };
    try {
      await send(target.kind, requestFor(target, textOf(facts, target.language), facts));
      rest.over();
      options.onSent?.('sent');
      log.info('notification sent', { condition: seen.condition, say, kind: target.kind });
      return true;
    } catch (error) {
      const ms = rest.begin();
      options.onSent?.('failed');
      log.warn('notification not sent', {
        condition: seen.condition,
        say,
        kind: target.kind,
        ...errorFields(error),
        ms,
      });
      return false;
    }
  };
  const look = async () => {
    if (looking || options.isOff?.()) return;
    looking = true;
    await store.inTurn(all).catch(complain);
    looking = false;
  };
  const timer = setInterval(look, lookEveryMs(afterMs));
  return { look, close: () => clearInterval(timer) };
}

function createRest(now: () => number) {
  let until = 0;
  let failures = 0;
  return {
    // Further ahead than a rest is long: the clock has been set back since.
    resting: () => now() < until && until - now() <= MAX_REST_MS,
    over: () => {
      failures = 0;
    },
    begin: () => {
      const ms = Math.min(FIRST_REST_MS * 2 ** failures, MAX_REST_MS);
      failures += 1;
      until = now() + ms;
      return ms;
    },
  };
}
