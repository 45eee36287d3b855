import { classify, isRefusedBeforeJira, JiraFailure } from '@guance-jira/jira';
import type { RequestDeps } from './deps.ts';
import { throttleScope } from './throttle-scope.ts';

type Told = Pick<RequestDeps, 'pace' | 'tracker' | 'onFailure'>;

/** Tells the shared pace what a failed request means for all the others. True: nothing, it concerns this request alone. */
export async function reportFailure(failure: JiraFailure, jira: Told): Promise<boolean> {
  const { pace, onFailure } = jira;
  const { retryAfterMs, rateReason, endpoint } = failure.facts;
  const kind = classify(failure.facts);
  const before = isRefusedBeforeJira(failure);
  if (before || kind === 'forbidden') {
    const alone = await concernsOnlyThis(failure, jira);
    if (alone) onFailure(before ? 'not_executed' : 'rejected', failure);
    return alone;
  }
  onFailure(kind, failure);
  if (kind === 'not_executed') await pace.unavailable(true);
  else if (kind === 'ambiguous') await pace.unavailable(false, restOf503(failure));
  else if (kind === 'throttled') await pace.throttled(retryAfterMs, throttleScope(rateReason, endpoint));
  else if (kind === 'unauthorized') await pace.unauthorized();
  return false;
}

/**
 * Whether the account is well apart from this request, which Jira forbade or something before Jira refused. Where it is not (an
 * allow-list of addresses, a site that refuses Basic, an edge that cannot serve the site), all is told, and every request rests.
 * One body that a proxy never lets through must not hold up the others.
 */
export async function concernsOnlyThis(failure: JiraFailure, jira: Told): Promise<boolean> {
  // Neither asks for more than a login, and the first not even for that.
  if (NEEDS_NO_RIGHT.includes(failure.facts.endpoint) || isOfTheWholeSite(failure)) {
    await concernsAll(failure, jira);
    return false;
  }
  // It only waits, however wrong a slightly old answer is; what Jira itself forbids may end its event.
  if (isRefusedBeforeJira(failure) && wasWell(jira)) return true;
  try {
    await whoAmI(jira);
    wellAt.set(jira.tracker, performance.now());
    return true;
  } catch (error) {
    if (!(error instanceof JiraFailure)) throw error;
    if (classify(error.facts) === 'forbidden' || isRefusedBeforeJira(error)) await concernsAll(error, jira);
    else if (classify(error.facts) === 'rejected') jira.onFailure('rejected', error);
    else await reportFailure(error, jira);
    return false;
  }
}

/** Requests that are refused together ask together. */
function whoAmI({ tracker }: Told): Promise<unknown> {
  const asking =
    asked.get(tracker) ??
    tracker.whoAmI().finally(() => {
      asked.delete(tracker);
    });
  asked.set(tracker, asking);
  return asking;
}
const asked = new WeakMap<object, Promise<unknown>>();

/** So that many events which are refused one after the other do not ask each time. */
function wasWell({ tracker }: Told): boolean {
  return performance.now() - (wellAt.get(tracker) ?? Number.NEGATIVE_INFINITY) < WELL_FOR_MS;
}
const wellAt = new WeakMap<object, number>();
const WELL_FOR_MS = 3000;

async function concernsAll(failure: JiraFailure, { pace, onFailure }: Told): Promise<void> {
  const kind = classify(failure.facts);
  onFailure(kind, failure);
  if (kind === 'forbidden') await pace.unauthorized('forbidden');
  else await pace.unavailable(true);
}

export const NEEDS_NO_RIGHT = ['serverInfo', 'myself'];

/**
 * Words of a 403 that is never about one request. When the site has just become well, `/myself` would say that only this request is
 * refused, and its event would end. https://support.atlassian.com/security-and-access-policies/docs/specify-ip-addresses-for-product-access/
 */
function isOfTheWholeSite({ facts: { status, words } }: JiraFailure): boolean {
  return (
    status === 403 &&
    words.some((word) => /not on the IP allow-?list|Basic Authentication has been disabled/i.test(word))
  );
}

/** A 503 that says when to come back is no single lost answer: all rest at once, and for so long. */
function restOf503({ facts }: JiraFailure): number | null {
  return facts.status === 503 ? facts.retryAfterMs : null;
}
