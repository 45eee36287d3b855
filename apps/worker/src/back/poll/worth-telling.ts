/** Whether an issue that a poll has found is worth a job of its own: one that can lead to nothing costs no request. */
import type { ChangedIssue } from '@guance-jira/jira';
import { type Memory, noteTold, readBack, readTold } from '@guance-jira/ledger';
import { issueRouteNamed } from '@guance-jira/mapping';
import type { ChangeDeps } from '../change-step.ts';
import { decide } from '../decide.ts';
import { mayBeMuted } from '../find-forgotten.ts';
import { mayBeForgotten } from '../forgotten.ts';
import { factsOf, printOf } from '../issue-facts.ts';

export type WorthDeps = Pick<ChangeDeps, 'redis' | 'keys' | 'rules' | 'faults' | 'guance'> & {
  site: string;
  memory: Memory;
};

export async function worthTelling(issue: ChangedIssue, deps: WorthDeps): Promise<boolean> {
  const { redis, keys, site, faults, memory } = deps;
  const recordKey = keys.back(site, issue.id);
  const known = await readBack(redis, recordKey);
  if (known === null) return mayBeMuted(issue.id, deps);
  // The job waits for the newer worker, which can read it.
  if (known === 'newer') return true;
  const print = printOf(issue);
  // A webhook has told it, or a poll before this one.
  if ((await readTold(redis, recordKey)) === print) return false;
  const { subject, restore, mute, asOf } = known;
  const route = issueRouteNamed(subject.route, deps.rules());
  const { back = null, reopenWithinMs = 0 } = route ?? {};
  const object = await faults.read(subject.objectKey, subject.faultKey);
  // What this worker cannot read a newer one can, and the job waits for it.
  const standing = object === null || (object.state?.issue?.id === issue.id && object.state.recoveredAt === null);
  // A search does not tell who has closed it: the job does.
  const facts = factsOf(issue, route, new Set());
  const mayHaveForgotten = asOf !== (await memory.current()).epoch && (await mayBeForgotten(issue.createdAt, memory));
  const asked = { restore, mute, mayHaveForgotten, mayLift: true };
  const deed = decide({ ...asked, issue: facts, standing, back, leaveMs: reopenWithinMs, now: memory.now() });
  if (deed.do !== 'nothing') return true;
  // So that closing it again is seen, also where its project sets no resolution.
  if (!facts.done) await noteTold(redis, recordKey, print);
  return false;
}
