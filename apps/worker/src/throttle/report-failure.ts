import {
  classify,
  isForbiddenToAll,
  isInPlaceOfJira,
  isRefusedBeforeJira,
  JiraFailure,
  NEEDS_NO_RIGHT,
} from '@guance-jira/jira';
import type { OfEvent, RequestDeps } from './deps.ts';
import { kindOf } from './kind-of-request.ts';
import { throttleScope } from './throttle-scope.ts';

type Told = Pick<RequestDeps, 'circuit' | 'tracker' | 'onFailure'>;

/**
 * Tells the shared circuit what a failed request means for all the others. True: nothing, it concerns this request alone.
 * @param of whose request it was
 */
export async function reportFailure(failure: JiraFailure, jira: Told, of?: OfEvent): Promise<boolean> {
  if (failure.facts.ofAll) return false;
  const kind = classify(failure.facts);
  const inPlace = isInPlaceOfJira(failure);
  // What answers /myself in place of Jira is met by all.
  const passing = inPlace && kind === 'ambiguous' && NEEDS_NO_RIGHT.includes(failure.facts.endpoint);
  if ((inPlace && !passing) || kind === 'forbidden') {
    const alone = await concernsOnlyThis(failure, jira);
    if (alone) jira.onFailure(isRefusedBeforeJira(failure) ? 'not_executed' : inPlace ? kind : 'rejected', failure);
    if (alone && inPlace)
      await jira.circuit.answeredByOthers(kindOf(failure.facts), of?.record.key ?? '', failure.message);
    return alone;
  }
  await tellAll(failure, jira);
  return false;
}

async function tellAll(failure: JiraFailure, { circuit, onFailure }: Told): Promise<void> {
  const { retryAfterMs, rateReason, endpoint } = failure.facts;
  const kind = classify(failure.facts);
  onFailure(kind, failure);
  if (kind === 'not_executed') await circuit.trip(true);
  else if (kind === 'ambiguous' && !MAY_TAKE_LONG.includes(endpoint)) await circuit.trip(false, restOf503(failure));
  else if (kind === 'throttled') await circuit.throttled(retryAfterMs, throttleScope(rateReason, endpoint));
  else if (kind === 'unauthorized') await circuit.unauthorized();
}

/**
 * Whether the account is well apart from this request, which Jira forbade or something before Jira refused. Where it is not (an
 * allow-list of addresses, a site that refuses Basic, an edge that cannot serve the site), all is told, and every request rests.
 * One body that a proxy never lets through must not hold up the others.
 */
export async function concernsOnlyThis(failure: JiraFailure, jira: Told): Promise<boolean> {
  if (failure.facts.ofAll) return false;
  if (NEEDS_NO_RIGHT.includes(failure.facts.endpoint) || isForbiddenToAll(failure)) {
    await restsAll(failure, jira);
    return false;
  }
  // It only waits, however wrong a slightly old answer is; what Jira itself forbids may end its event.
  if (isInPlaceOfJira(failure) && wasWell(jira)) return true;
  try {
    await whoAmI(jira);
    wellAt.set(jira.tracker, performance.now());
    return true;
  } catch (error) {
    if (!(error instanceof JiraFailure)) throw error;
    if (classify(failure.facts) === 'ambiguous') await tellAll(failure, jira);
    if (classify(error.facts) === 'forbidden' || isRefusedBeforeJira(error)) await restsAll(error, jira);
    else if (classify(error.facts) === 'rejected') jira.onFailure('rejected', error);
    else await reportFailure(error, jira);
    return false;
  }
}

/**
 * Of each 403, whatever way has met it: whether it concerns every request, which then rest. Many ways take one for "no such thing" or
 * "not allowed to see that", and would go on while all is refused. A slightly old answer of `/myself` does: keys that are hidden
 * from us come by the hundred.
 */
export async function forbidsAll(failure: JiraFailure, jira: Told): Promise<boolean> {
  // Nobody takes that for an answer, so whoever asked tells of it.
  if (NEEDS_NO_RIGHT.includes(failure.facts.endpoint)) return false;
  if (!isForbiddenToAll(failure) && wasWell(jira)) return false;
  return !(await concernsOnlyThis(failure, jira));
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

async function restsAll(failure: JiraFailure, { circuit, onFailure }: Told): Promise<void> {
  const kind = classify(failure.facts);
  onFailure(kind, failure);
  if (kind === 'forbidden') await circuit.unauthorized('forbidden');
  else await circuit.trip(true);
}

/** An upload may be lost on its way (a slow line, a virus scanner) while all that events need is well. */
const MAY_TAKE_LONG: readonly string[] = ['attachments'];

/** A 503 that says when to come back is no single lost answer: all rest at once, and for so long. */
function restOf503({ facts }: JiraFailure): number | null {
  return facts.status === 503 ? facts.retryAfterMs : null;
}
