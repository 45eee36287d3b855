/**
 * The way of one change in Jira: is the issue ours, what does it say now, what is Guance to be told. What the delivery says is a
 * hint that spares requests; what is done depends on the issue as it is read, in the lane of its object.
 */
import { readBack } from '@guance-jira/ledger';
import type { Change, ChangeJob } from '@guance-jira/queue';
import type { Lanes, Place } from '../groups/ordered-lock.ts';
import { atTurn, isGivenUp } from './at-turn.ts';
import { type ChangeDeps, type ChangeStep, ended, forNewer } from './change-step.ts';
import { findForgotten, takeForgotten } from './find-forgotten.ts';

/** May be repeated, at whatever point it was left. */
export async function handleChange(job: ChangeJob, jobId: string, deps: ChangeDeps): Promise<ChangeStep> {
  const { event, receivedAt } = job;
  const issueId = await issueIdOf(event, deps);
  const known = issueId === null ? null : await readBack(deps.redis, deps.keys.back(deps.jira.tracker.site, issueId));
  if (known === 'newer') return forNewer('what this issue stands for');
  if (issueId === null || known === null) return unknown(job, jobId, issueId, deps);
  const { issueKey, route, objectKey } = known.subject;
  const spared = await whySpared(event, deps);
  if (spared !== null) return ended({ issueKey, route, reason: spared });
  const place = { objectKey, jobId, eventTime: receivedAt, receivedAt };
  return inLane(place, deps.lanes, (fence) => atTurn({ job, issueId, known, place, fence }, deps));
}

async function inLane(place: Place, lanes: Lanes, act: (fence: number) => Promise<ChangeStep>): Promise<ChangeStep> {
  const entered = await lanes.enter(place);
  if (!entered.go) return waitBehind(entered.behind, place, lanes);
  const step = await act(entered.fence);
  if (step.step === 'done' || step.step === 'fail' || (step.step === 'wait' && step.leaveLane))
    await lanes.leave(place);
  return step;
}

/** No issue of a route with a way back, or one whose object is muted by what Redis has lost. */
async function unknown(job: ChangeJob, jobId: string, issueId: string | null, deps: ChangeDeps): Promise<ChangeStep> {
  const { event, receivedAt } = job;
  const isNot = (more = '') =>
    ended({ issueKey: event.issueKey, route: null, reason: `${more}not_ours: no issue of a route with a way back` });
  if (issueId === null || (await whySpared(event, deps)) !== null) return isNot();
  const found = await findForgotten(issueId, event.issueKey, deps);
  if (found.end === 'none') return isNot(found.unread === null ? '' : `mutes_unread: ${found.unread}; `);
  // Most that are unknown were never ours, so that none of them fails for it.
  if (found.end === 'wait')
    return isGivenUp(found.wait, job, deps.jira.memory.now())
      ? isNot(`mutes_unread: ${found.wait.reason}; `)
      : found.wait;
  const { known } = found;
  const place = { objectKey: known.subject.objectKey, jobId, eventTime: receivedAt, receivedAt };
  return inLane(place, deps.lanes, async (fence) => {
    await takeForgotten(issueId, known, { objectKey: known.subject.objectKey, fence }, deps);
    return atTurn({ job, issueId, known, place, fence }, deps);
  });
}

/** Automation may tell the key alone, which the ledger knows of issues that have not moved since. */
async function issueIdOf({ issueId, issueKey }: Change, { redis, keys, jira }: ChangeDeps): Promise<string | null> {
  if (issueId !== null || issueKey === null) return issueId;
  const recordKey = await redis.get(keys.issue(jira.tracker.site, issueKey));
  return recordKey === null ? null : redis.hget(recordKey, 'issueId');
}

/** Why no request need be made; null to go on. */
async function whySpared({ by, fields }: Change, { jira }: ChangeDeps): Promise<string | null> {
  if (by !== null && (await jira.accounts.all()).has(by)) return 'own_change: we have made it ourselves';
  if (fields === null || fields.some((field) => TELLING.includes(field.toLowerCase()))) return null;
  return 'other_fields: neither status nor resolution was changed';
}

const TELLING: readonly string[] = ['status', 'resolution'];

/** Woken by the one before it; looking again by itself is only the safety net. */
function waitBehind(behind: string, place: Place, lanes: Lanes): ChangeStep {
  const reason = `behind ${behind} of the same object`;
  return { step: 'wait', ms: 15_000, reason, afterwards: () => lanes.knock(place) };
}
