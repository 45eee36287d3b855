/** A slot for a request that several events share, so that none of them can take it alone. */
import type { Admission } from '../pace.ts';
import type { JiraSide } from '../step.ts';

type Held = Extract<Admission, { go: false }>;

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
  { pace, tracker }: Pick<JiraSide, 'pace' | 'tracker'>,
  endpoint: string,
  sleep: (ms: number) => Promise<void> = wait,
): Promise<void> {
  for (let waited = 0; ; ) {
    const admission = await pace.admit(endpoint);
    if (admission.go) {
      await tracker.ready();
      if (!admission.probe) return;
      await tracker.whoAmI();
      await pace.well();
      return;
    }
    if (admission.reason !== 'rate' || waited > RATE_WAIT_MS) throw new NotAdmitted(admission, endpoint);
    waited += admission.ms;
    await sleep(admission.ms);
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
