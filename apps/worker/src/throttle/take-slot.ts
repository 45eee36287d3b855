/** A slot for a request that several events share, so that none of them can take it alone. */

import { JiraFailure } from '@guance-jira/jira';
import type { Admission, Held } from './circuit.ts';
import type { RequestDeps } from './deps.ts';
import { lookAt } from './kind-of-request.ts';

/** No request may go now. */
export class NotAdmitted extends Error {
  readonly admission: Held;
  readonly endpoint: string;
  constructor(admission: Held, endpoint: string) {
    super(`requests to Jira rest: ${admission.reason}`);
    this.name = 'NotAdmitted';
    this.admission = admission;
    this.endpoint = endpoint;
  }
}

/** Our own rate is waited for here for so long: half a look thrown away would cost more requests. */
const RATE_WAIT_MS = 10_000;

/** @throws NotAdmitted while requests rest; JiraFailure when Jira does not know us */
export async function takeSlot(
  { circuit, tracker }: Pick<RequestDeps, 'circuit' | 'tracker'>,
  endpoint: string,
  sleep: (ms: number) => Promise<void> = wait,
): Promise<void> {
  // Whatever several events share is a look.
  const kind = lookAt(endpoint);
  for (let waited = 0; ; ) {
    const admission = await circuit.acquire(endpoint, { kind });
    if (admission.go) return proven({ circuit, tracker }, admission, endpoint, kind);
    if (admission.reason !== 'rate' || waited > RATE_WAIT_MS) throw new NotAdmitted(admission, endpoint);
    waited += admission.ms;
    await sleep(admission.ms);
  }
}

/**
 * Of one that was let go: Jira is known, knows us, and is well again after an outage. What that asks may take long.
 * @throws NotAdmitted when a pause has begun meanwhile; JiraFailure
 */
export async function proven(
  { circuit, tracker }: Pick<RequestDeps, 'circuit' | 'tracker'>,
  { probe }: Extract<Admission, { go: true }>,
  endpoint: string,
  kind = endpoint,
): Promise<void> {
  const asks = probe || tracker.known() === null;
  await probing(circuit, probe, async () => {
    await tracker.ready();
    if (!probe) return;
    await notPaused({ circuit });
    await tracker.whoAmI();
    await circuit.close();
  });
  if (asks) await goesOn({ circuit }, endpoint, kind);
}

/**
 * Whoever probes is waited for. What Jira answers to it is told to all, which ends that; where it ends otherwise (a pause, a Redis that
 * takes no writes) another may probe at once.
 */
export async function probing(
  circuit: Pick<RequestDeps['circuit'], 'leaveProbe'>,
  probe: boolean,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (probe && !(error instanceof JiraFailure)) await circuit.leaveProbe().catch(() => {});
    throw error;
  }
}

/** Before a further request of one that was let go. @throws NotAdmitted while requests rest */
export async function goesOn(
  { circuit }: Pick<RequestDeps, 'circuit'>,
  endpoint: string,
  kind = endpoint,
): Promise<void> {
  const held = await circuit.rests(endpoint, kind);
  if (held !== null) throw new NotAdmitted(held, endpoint);
}

/** Before a question that may itself end a pause of Jira's making: a person's pause holds it. @throws NotAdmitted */
export async function notPaused({ circuit }: { circuit: Pick<RequestDeps['circuit'], 'rests'> }): Promise<void> {
  const held = await circuit.rests();
  if (held?.reason === 'manual') throw new NotAdmitted(held, '');
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
