/** Cases in which something before Jira answers in its place for a time, while events wait. */
import { setTimeout as pause } from 'node:timers/promises';
import { watchedObject } from '../fault-life/lab.ts';
import type { GuanceEvent } from '../harness/index.ts';
import { BY_KEYS, type EdgeCase, rulesOf, WRITES_AND_LOOKS } from './edge-file.ts';
import { differs, type EdgeLab } from './edge-lab.ts';

/** "Well within" it. */
const AFTERWARDS_MS = 40_000;

export async function throughOddAnswers(lab: EdgeLab, one: EdgeCase): Promise<string[]> {
  const waits = one.input.waiting_in_it ?? {};
  const named = (what: string) => watchedObject(`${what} ${one.id}`);
  const [rising, recovering] = [named('rising'), named('recovering')];
  const before = [
    ...(waits.comment === undefined ? [] : [rising.next('warning')]),
    ...(waits.transition === undefined ? [] : [recovering.next('warning')]),
  ];
  await lab.outcomes(...before);
  const lost = waits['look-up'] === undefined ? null : await loseAnswer(lab, named('lost').next('critical'));

  const [risingIssue] = await lab.issuesOf(`rising ${one.id}`);
  const [first, ...later] = partsOf(one, String(risingIssue?.id));
  await lab.faults(first ?? []);
  const made = [named('alone new'), named('second'), named('third')].map((object) => object.next('critical'));
  const rise = waits.comment === undefined ? [] : [rising.next('critical')];
  const recovery = waits.transition === undefined ? [] : [recovering.next('ok')];
  const created = waits.create === undefined ? [] : made;
  await lab.stack.send([...created, ...rise, ...recovery]);
  for (const rules of [null, ...later]) {
    if (rules !== null) await lab.faults(rules);
    await pause(lastsFor(one) / (1 + later.length));
  }
  const early = [...created, ...rise, ...recovery].filter((event) => lab.outcome(event) !== undefined);
  await lab.allWell();

  const all = [...created, ...rise, ...recovery, ...(lost ? [lost.event] : [])];
  const late = await lab.within(AFTERWARDS_MS, all);
  if (late.length > 0) return late;
  return [
    ...early.map(({ df_title }) => `${df_title} had its end in the midst of it`),
    ...created.flatMap((event) => differs(lab, event, 'created')),
    ...rise.flatMap((event) => differs(lab, event, 'commented')),
    ...recovery.flatMap((event) => differs(lab, event, 'resolved')),
    ...(lost ? differs(lab, lost.event, 'created') : []),
    ...(await Promise.all(all.map((event) => ofIssue(lab, event, lost?.key ?? null)))).flat(),
  ];
}

/**
 * Where everything is answered so, writes and looks alone are at first; of comments only those that a rise makes, so that a recovery
 * comes as far as its transition. A lost answer is looked for by keys before search is asked.
 */
function partsOf(one: EdgeCase, risingId: string): object[][] {
  const { requests, answer } = one.input;
  if (Array.isArray(requests)) return [rulesOf(one, answer, looksOnly(one) ? [...requests, ...BY_KEYS] : requests)];
  const writes = [...WRITES_AND_LOOKS, `POST .../issue/${risingId}/comment`];
  return [rulesOf(one, answer, writes), rulesOf(one)];
}

/** What answers looks alone lasts until looks that found nothing would count, if such an answer were one. */
const UNTIL_LOOKS_COUNT_MS = 16_000;

function lastsFor(one: EdgeCase): number {
  return Math.max(one.input.for_ms ?? 0, looksOnly(one) ? UNTIL_LOOKS_COUNT_MS : 0);
}

function looksOnly({ input: { requests } }: EdgeCase): boolean {
  return Array.isArray(requests) && requests.every((request) => request.includes('/search'));
}

/** The create is carried out and the connection left open, so that nothing is looked for before the odd answers begin. */
async function loseAnswer(lab: EdgeLab, event: GuanceEvent): Promise<{ event: GuanceEvent; key: string }> {
  await lab.faults([{ path: 'create', action: { hang: 'after' } }]);
  await lab.stack.send(event);
  const monitor = String(event.df_title);
  const { key } = await lab.stack.waitFor(
    'the issue whose answer is lost',
    async () => (await lab.issuesOf(monitor))[0],
  );
  return { event, key };
}

async function ofIssue(lab: EdgeLab, event: GuanceEvent, landed: string | null): Promise<string[]> {
  const monitor = String(event.df_title);
  const [issue, ...more] = await lab.issuesOf(monitor);
  if (issue === undefined || more.length > 0) return [`${monitor} has ${issue ? more.length + 1 : 0} issues, not 1`];
  if (monitor.startsWith('rising') && (await lab.comments(issue.key)).length === 0)
    return [`${monitor} has no comment`];
  if (monitor.startsWith('recovering') && !issue.resolved) return [`${monitor} is not resolved`];
  const told = lab.outcome(event)?.issueKey;
  if (monitor.startsWith('lost') && (issue.key !== landed || told !== landed))
    return [`${monitor} landed as ${landed}, and the outcome tells ${told}`];
  return [];
}
