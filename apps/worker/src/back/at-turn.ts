/** A change at the head of its lane: the issue is read, and what follows from it is done, one deed after the other. */
import type { IssueNow } from '@guance-jira/jira';
import { type BackRecord, noteBack, noteTold, openEntry, readBack } from '@guance-jira/ledger';
import { type IssueRoute, issueRouteNamed, type Rules } from '@guance-jira/mapping';
import { type ChangeJob, replicated } from '@guance-jira/queue';
import { isStep, type Step } from '../disposition.ts';
import type { Place } from '../groups/ordered-lock.ts';
import { progressOf } from '../issue/checkpoints.ts';
import { readIssue } from '../issue/read-issue.ts';
import type { BackTurn } from './back-turn.ts';
import { carryOut } from './carry-out.ts';
import { type ChangeDeps, type ChangeStep, type DeedDone, ended, forNewer } from './change-step.ts';
import { decide, type IssueFacts, type Known } from './decide.ts';
import { firstMovedAt, mayBeForgotten } from './forgotten.ts';
import { factsOf, printOf } from './issue-facts.ts';
import { leftToLift } from './mute.ts';

export interface Turn {
  job: ChangeJob;
  issueId: string;
  known: BackRecord;
  place: Place;
  fence: number;
}

export async function atTurn(turn: Turn, deps: ChangeDeps): Promise<ChangeStep> {
  const { job } = turn;
  const { subject } = turn.known;
  // What Guance refused to this change, or did not show it, though something else can be done after it.
  let amiss: string[] = [];
  const end = (why: string | null, deeds: readonly DeedDone[] = []) => {
    const reason = [...amiss, ...(why === null ? [] : [why])].join('; ') || null;
    return ended({ issueKey: subject.issueKey, route: subject.route, reason, deeds });
  };
  const issue = await read(turn, deps);
  if (isStep(issue)) return issue.step === 'done' ? end(issue.reason) : issue;
  if (issue === null) return end('gone: the issue is gone, or hidden from this account');
  const route = issueRouteNamed(subject.route, deps.rules());
  const known = await knownOf(turn, issue, route, deps);
  if (known === null) return forNewer('of this object');
  const recordKey = deps.keys.back(deps.jira.tracker.site, turn.issueId);
  // From here on this job sees to it.
  await noteTold(deps.redis, recordKey, printOf(issue));
  const deeds: DeedDone[] = [];
  const { epoch } = await deps.jira.memory.current();
  const forgotten = await mayBeForgotten(firstMovedAt(issue), deps.jira.memory);
  for (let done = 0; done < MAX_DEEDS; done += 1) {
    const record = (await readBack(deps.redis, recordKey)) ?? turn.known;
    if (record === 'newer') return forNewer('what this issue stands for');
    const { restore, mute, asOf } = record;
    const unread = record.unread?.by === job.eventId ? record.unread : null;
    const kept = mute?.liftRefused?.by === job.eventId ? mute.liftRefused : null;
    amiss = [unread, kept].flatMap((one) => (one === null ? [] : [one.reason]));
    const mayHaveForgotten = forgotten && asOf !== epoch && unread === null;
    const mayLift = mute !== null && leftToLift(mute, job.eventId).length > 0;
    const deed = decide({ ...known, restore, mute, mayHaveForgotten, mayLift, now: deps.jira.memory.now() });
    if (deed.do === 'nothing') return end(deeds.length > 0 ? null : deed.reason, deeds);
    const back = backTurn(turn, issue, known.issue, deps);
    if (back === null)
      return end(`no_key: GUANCE_API_KEYS has none for the workspace ${subject.workspace || '(none)'}`);
    const did = await carryOut(deed, record, back);
    if (isStep(did)) return did.step === 'done' ? end(did.reason, deeds) : whileItMay(did, job, deps);
    if (did.did !== 'looked') {
      deeds.push(did.did);
      deps.onDeed(did.did, subject.route);
    }
    if (did.did === 'refused' && !['look_forgotten', 'lift'].includes(deed.do)) return end(did.reason ?? null, deeds);
  }
  return end(null, deeds);
}

/** A look for what was forgotten, a lift, and what comes in its place; each may have been lost twice. */
const MAX_DEEDS = 7;

async function read(
  { job, issueId, known, place }: Turn,
  { redis, keys, jira }: ChangeDeps,
): Promise<IssueNow | null | Step> {
  const recordKey = keys.record(place.jobId);
  const record = openEntry(redis, recordKey, { route: known.subject.route, eventId: job.eventId }, jira.ledger);
  const of = { record, eventId: job.eventId, jira, progress: progressOf(redis, recordKey, jira.ledger) };
  const issue = await readIssue(of, { id: issueId, key: known.subject.issueKey });
  // How long it has waited for Jira is all that stands there; whoever tries it again after that has as long again.
  if (isStep(issue) && issue.step !== 'fail') await redis.expire(recordKey, WAITS_FOR_S);
  else await redis.del(recordKey);
  return issue;
}

const WAITS_FOR_S = 400 * 86_400;

/** Null where this worker cannot read what is known of the object. */
async function knownOf(
  { known, issueId }: Turn,
  issue: IssueNow,
  route: IssueRoute | null,
  { faults, jira, rules }: ChangeDeps,
): Promise<Omit<Known, 'restore' | 'mute' | 'mayHaveForgotten' | 'mayLift' | 'now'> | null> {
  const { objectKey, faultKey } = known.subject;
  const object = await faults.read(objectKey, faultKey);
  if (object === null) return null;
  const standing = object.state?.issue?.id === issueId && object.state.recoveredAt === null;
  const { back = null, reopenWithinMs = 0 } = route ?? {};
  // Of which route it is nobody knows any more: what no route calls so is no won't fix.
  const any = known.subject.route === '' ? { wontFix: rules().routes.flatMap(wontFixOf) } : null;
  return { standing, back, leaveMs: reopenWithinMs, issue: factsOf(issue, route ?? any, await jira.accounts.all()) };
}

function wontFixOf(route: Rules['routes'][number]): readonly string[] {
  return route.kind === 'issue' ? route.wontFix : [];
}

/** Null where there is no key. */
function backTurn(
  { job, known, issueId, fence }: Turn,
  issue: IssueNow,
  facts: IssueFacts,
  deps: ChangeDeps,
): BackTurn | null {
  const { redis, keys, guance, onAnswer, jira } = deps;
  const { now } = jira.memory;
  const { subject } = known;
  if (guance?.hasKey(subject.workspace) !== true) return null;
  const { site } = jira.tracker;
  const lane = { objectKey: subject.objectKey, fence };
  return {
    ...{ redis, keys, guance, onAnswer, now, site, issueId, change: job.eventId },
    ...{ workspace: subject.workspace, who: keys.back(site, issueId) },
    ...{ subject: { ...subject, issueKey: issue.key }, closing: facts.closing },
    description: `${issue.key} ${jira.tracker.issueUrl(issue.key)}`,
    note: (change) => noteBack({ redis, keys, site }, issueId, lane, change),
    replicasAnswer: () => replicated(redis, keys, jira.ledger.waitReplicas, async () => {}),
    epoch: async () => ({ epoch: (await jira.memory.current()).epoch, beganMs: await jira.memory.sinceEpochMs() }),
    noteDurably: (change) => noteBack({ redis, keys, site }, issueId, lane, change, jira.ledger.waitReplicas),
  };
}

/** An outage of Guance, or a wrong key, is waited out for a day; a person can try it again then, and it may wait for its turn. */
function whileItMay(step: Exclude<Step, { step: 'done' }>, job: ChangeJob, { jira }: ChangeDeps): ChangeStep {
  if (!isGivenUp(step, job, jira.memory.now())) return step;
  return { step: 'fail', reason: `Guance could not be told for a day; retry when it is well. Last: ${step.reason}` };
}

export function isGivenUp<S extends Step>(
  step: S,
  { receivedAt }: ChangeJob,
  now: number,
): step is Extract<S, { step: 'wait' }> {
  return step.step === 'wait' && step.failed === true && now - receivedAt >= GIVE_UP_MS;
}
const GIVE_UP_MS = 86_400_000;
