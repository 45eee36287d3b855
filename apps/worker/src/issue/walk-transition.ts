/** One transition with what goes along. Jira tells of a required comment only by refusing, and some workflows want less than they show. */

import type { Along, IssueRef, JiraFailure, Transition, TransitionPlan } from '@guance-jira/jira';
import { inBasicPlane } from '@guance-jira/mapping';
import { isStep, type Step } from '../disposition.ts';
import type { IssueTurn, Written } from './issue-turn.ts';
import { writing } from './requests.ts';

export async function walk(
  turn: IssueTurn,
  issue: IssueRef,
  transition: Transition,
  plan: TransitionPlan,
  onLost: () => Promise<void>,
): Promise<Written | Step> {
  const { tracker } = turn.jira;
  const tried = new Set<Retry>();
  let along = plan.along(transition);
  for (;;) {
    const sent = along;
    const send = () => tracker.transition(issue, transition.id, sent);
    const own = sent.comment !== undefined && tried.has('comment') ? plan.comment : undefined;
    const written = await (own
      ? telling(turn, issue, own.part, send, onLost)
      : writing(turn, 'transitions', issue, send, onLost));
    if (isStep(written) || written.end === 'done') return written;
    const retry = retryFor(written.failure, along, plan, tracker.deployment);
    if (retry === null || tried.has(retry)) return written;
    tried.add(retry);
    along = changed(along, retry, plan);
  }
}

/** What is changed before the transition is asked for once more. */
type Retry = 'resolution' | 'comment' | 'no comment' | 'plain';

function retryFor({ facts }: JiraFailure, along: Along, plan: TransitionPlan, deployment: string | null): Retry | null {
  if (facts.status !== 400) return null;
  if (along.resolution === null) return 'resolution';
  const aboutComment = Object.hasOwn(facts.fields, 'comment') || facts.words.some((word) => COMMENT.test(word));
  if (aboutComment && along.comment !== undefined) return 'no comment';
  if (aboutComment && plan.comment) return 'comment';
  // A Data Center on an old MySQL refuses characters of four bytes.
  return deployment === 'datacenter' && inBasicPlane(along) !== along ? 'plain' : null;
}

const COMMENT = /comment|注释|备注|评论|註解|評論/i;

function changed(along: Along, retry: Retry, plan: TransitionPlan): Along {
  switch (retry) {
    case 'resolution':
      return { ...along, resolution: undefined };
    case 'comment':
      return { ...along, comment: plan.comment };
    case 'no comment':
      return { ...along, comment: undefined };
    case 'plain':
      return inBasicPlane(along);
  }
}

/**
 * The issue's own comment goes along, so it is not written again. Noted before, as nobody could find it by a mark: whoever comes after a lost
 * answer sees by the status whether both were made, and asks for both again where they were not.
 */
async function telling(
  turn: IssueTurn,
  issue: IssueRef,
  part: string,
  send: () => Promise<void>,
  onLost: () => Promise<void>,
): Promise<Written | Step> {
  const { progress } = turn;
  const key = `${part} ${issue.id}`;
  const before = await progress.read(key);
  const told = { at: Date.now(), answered: true, done: true };
  let lost = false;
  const noteAndSend = async () => {
    await progress.sending(key, told, before);
    await send();
  };
  const written = await writing(turn, 'transitions', issue, noteAndSend, async () => {
    lost = true;
    await onLost();
  });
  if (!lost && (isStep(written) || written.end === 'refused')) await progress.notSent(key, told, before);
  return written;
}
