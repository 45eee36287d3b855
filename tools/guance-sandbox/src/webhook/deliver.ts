import type { Delivery, GuanceEvent } from '../state/model.ts';
import type { GuanceState } from '../state/state.ts';

/** Sends events as Guance does: once each, no second try, and none any more once it has turned the target off. */
export function deliverer(state: GuanceState, send: typeof fetch = fetch) {
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();

  const deliver = async (event: GuanceEvent): Promise<void> => {
    const { webhookUrl, deliveryTimeoutMs } = state.settings;
    const entry = entryOf(state, event);
    if (webhookUrl === null || state.target.disabled) {
      entry.answer = webhookUrl === null ? 'no webhook' : 'not sent: the target is disabled';
      return;
    }
    const startedAt = state.now();
    try {
      const answer = await send(webhookUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event.body),
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(deliveryTimeoutMs)]),
      });
      entry.answer = (await answer.text()).slice(0, MAX_ANSWER);
      entry.status = answer.status;
    } catch (error) {
      entry.answer = reasonOf(error);
    }
    entry.ms = state.now() - startedAt;
    judge(state, entry);
  };

  state.onEvent = (event) => {
    const done = deliver(event).finally(() => underWay.delete(done));
    underWay.add(done);
  };
  return {
    /** All that was begun is answered or given up. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: () => stopping.abort(),
  };
}

function entryOf(state: GuanceState, event: GuanceEvent): Delivery {
  const number = (state.deliveries.at(-1)?.number ?? 0) + 1;
  const title = String(event.body.df_title);
  const entry: Delivery = {
    ...{ number, at: state.now(), eventId: event.id, title, level: event.status },
    ...{ status: null, answer: '', ms: null },
  };
  state.deliveries.push(entry);
  if (state.deliveries.length > MAX_KEPT) state.deliveries.shift();
  return entry;
}

/** What Guance counts as failed is not documented; here all but a 2xx. */
function judge({ target, settings }: GuanceState, { status }: Delivery): void {
  if (status !== null && status >= 200 && status < 300) {
    target.failures = 0;
    return;
  }
  target.failures += 1;
  if (settings.disableAfterFailures !== null && target.failures >= settings.disableAfterFailures)
    target.disabled = true;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'TimeoutError') return 'timeout';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}

const MAX_ANSWER = 400;
const MAX_KEPT = 2000;
