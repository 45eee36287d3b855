import type { Deliveries } from '../deliver/deliveries.ts';

/**
 * All that was acknowledged is delivered once more. Guance would not do so by itself; a person who knows of a loss does. Each object's
 * alerts come in their order.
 */
export async function sentAgain(deliveries: Deliveries): Promise<void> {
  // One that was kept just before the loss may have its answer a moment after it.
  await deliveries.answered();
  const lists = new Map<string, string[]>();
  for (const id of deliveries.acknowledged) {
    const object = String(deliveries.alerts.get(id)?.event.df_monitor_checker_event_ref) + id.slice(id.indexOf('@'));
    lists.set(object, [...(lists.get(object) ?? []), id]);
  }
  const inOrder = [...lists.values()].map((ids) =>
    ids.sort((a, b) => stepOf(a) - stepOf(b)).flatMap((id) => deliveries.alerts.get(id) ?? []),
  );
  await deliveries.send(inOrder);
}

/** Alerts of one object end in their number. */
function stepOf(id: string): number {
  return Number(/-(\d+)(@2)?$/.exec(id)?.[1] ?? 0);
}
