/** Cases of Jira's own refusals, of an index that lies, of issues that are gone or hidden. */
import { setTimeout as pause } from 'node:timers/promises';
import { watchedObject } from '../fault-life/lab.ts';
import type { GuanceEvent } from '../harness/index.ts';
import { BY_KEYS, type EdgeCase, rulesOf } from './edge-file.ts';
import { differs, type EdgeLab } from './edge-lab.ts';

/** Jira's own no ends the event at once, in Jira's words. */
export async function ownRefusal(lab: EdgeLab, one: EdgeCase): Promise<string[]> {
  const monitor = `${one.input.route === undefined ? 'alone' : 'nope'} ${one.id}`;
  const event = watchedObject(monitor).next('critical');
  await lab.faults([{ path: 'create', body: one.id, times: 'forever', action: { respond: one.input.answer } }]);
  await lab.stack.send(event);
  const late = await lab.within(10_000, [event]);
  await lab.allWell();
  const { errorMessages = [], errors = {} } = Object(one.input.answer?.body);
  const words: string[] = [...errorMessages, ...Object.values(errors)];
  const reason = String(lab.outcome(event)?.reason);
  return [
    ...late,
    ...differs(lab, event, 'failed'),
    ...words.filter((word) => !reason.includes(word)).map((word) => `the reason lacks "${word}": ${reason}`),
  ];
}

/** The case allows 40 and 20 s; with pauses that grow it is a handful, and others are not held up at all. */
const TRIES_AT_MOST = 10;
const OTHERS_WITHIN_MS = 10_000;

/** One body that is refused for ever, while others come. */
export async function oneBodyForEver(lab: EdgeLab, one: EdgeCase): Promise<string[]> {
  const event = watchedObject(`alone refused ${one.id}`).next('critical');
  const ofIt = new RegExp(`refused ${one.id}`);
  await lab.faults([{ path: 'create', body: ofIt.source, times: 'forever', action: { page: one.input.answer } }]);
  const startedAt = Date.now();
  await lab.stack.send(event);
  const others: { event: GuanceEvent; sentAt: number }[] = [];
  for (let round = 1; round <= 6; round += 1) {
    for (const route of ['same', 'other']) {
      const other = watchedObject(`${route === 'same' ? 'alone' : route} beside it ${round} ${one.id}`).next('error');
      others.push({ event: other, sentAt: Date.now() });
    }
    await lab.stack.send(others.slice(-2).map((other) => other.event));
    await pause(3000);
  }
  const late = await lab.within(
    20_000,
    others.map((other) => other.event),
  );
  await pause(Math.max(0, startedAt + 20_000 - Date.now()));
  const tries = (await lab.stack.jira.requests()).filter(
    ({ kind, body }) => kind === 'create' && ofIt.test(JSON.stringify(body)),
  );
  await lab.allWell();
  const slow = others.filter(
    (other) => Date.parse(String(lab.outcome(other.event)?.timestamp)) - other.sentAt > OTHERS_WITHIN_MS,
  );
  return [
    ...late,
    ...others.flatMap((other) => differs(lab, other.event, 'created')),
    ...slow.map((other) => `${other.event.df_title} took longer than ${OTHERS_WITHIN_MS} ms`),
    ...(tries.length === 0 || tries.length > TRIES_AT_MOST ? [`${tries.length} tries of the one body in 20 s`] : []),
    ...((await lab.issuesOf(String(event.df_title))).length > 1 ? ['the one body made a second issue'] : []),
  ];
}

/** By Jira itself: then search alone decides. */
const NOT_BY_KEYS = { status: 405, body: { errorMessages: ['No issues are read by keys here.'], errors: {} } };

/** Answered 500 though it landed, and search, which alone can tell, shows younger issues first. */
export async function indexThatLies(lab: EdgeLab, one: EdgeCase): Promise<string[]> {
  const event = watchedObject(`alone landed ${one.id}`).next('critical');
  const respond = { status: 500, body: { errorMessages: ['Internal server error'], errors: {} } };
  await lab.faults([
    { path: 'create', action: { respond, when: 'after' }, made: { unseenForMs: 4000 } },
    ...rulesOf(one, NOT_BY_KEYS, BY_KEYS),
  ]);
  await lab.stack.send(event);
  const [landed] = await lab.stack.waitFor('the issue', async () =>
    nonEmpty(await lab.issuesOf(String(event.df_title))),
  );
  const others: GuanceEvent[] = [];
  for (let n = 1; n <= 6; n += 1) {
    await pause(n === 1 ? 500 : 580);
    const other = watchedObject(`alone later ${n} ${one.id}`).next('critical');
    others.push(other);
    await lab.stack.send(other);
  }
  const late = await lab.within(40_000, [event, ...others]);
  await lab.allWell();
  const told = lab.outcome(event)?.issueKey;
  return [
    ...late,
    ...[event, ...others].flatMap((each) => differs(lab, each, 'created')),
    ...(told === landed?.key ? [] : [`it landed as ${landed?.key}, and the outcome tells ${told}`]),
    ...((await lab.issuesOf(String(event.df_title))).length === 1 ? [] : ['there is a second issue']),
  ];
}

function nonEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

/** The account may create issues and see none. */
export async function createdButHidden(lab: EdgeLab, one: EdgeCase): Promise<string[]> {
  const object = watchedObject(`hidden ${one.id}`);
  const levels = Array.isArray(one.input.then) ? one.input.then.map(String) : [];
  for (const level of levels) await lab.outcomes(object.next(level));
  const issues = await lab.issuesOf(`hidden ${one.id}`);
  return [
    ...(levels.length === 6 ? [] : ['there are no six levels']),
    ...(issues.length === 1 || issues.length === 2 ? [] : [`${issues.length} issues for one fault`]),
    ...(/may create but not see/.test(lab.stack.worker.log.text) ? [] : ['the log does not tell of it']),
  ];
}

/** An issue that was seen, then deleted by a person. */
export async function deletedByPerson(lab: EdgeLab, one: EdgeCase): Promise<string[]> {
  const object = watchedObject(`deleted ${one.id}`);
  const [line] = await lab.outcomes(object.next('warning'));
  await lab.byPerson(line?.issueKey, { delete: true });
  await lab.outcomes(object.next('critical'));
  const [issue, ...more] = await lab.issuesOf(`deleted ${one.id}`);
  if (issue === undefined || more.length > 0) return [`${issue ? more.length + 1 : 0} new issues, not 1`];
  return issue.key === line?.issueKey ? ['the deleted issue is still there'] : [];
}

/** A gateway that reads only the last of repeated names in a query reads ours whole: none is repeated. */
export async function namesOnce(lab: EdgeLab, one: EdgeCase): Promise<string[]> {
  const object = watchedObject(`joined ${one.id}`);
  const events = [object.next('warning'), object.next('critical'), object.next('ok')];
  for (const event of events) await lab.outcomes(event);
  const queries = (await lab.stack.jira.requests()).map(({ path }) => String(path).split('?')[1] ?? '');
  const repeated = queries.filter((query) => {
    const names = [...new URLSearchParams(query).keys()];
    return new Set(names).size < names.length;
  });
  return [
    ...events.flatMap((event, n) => differs(lab, event, ['created', 'commented', 'resolved'][n] ?? '')),
    ...(queries.some((query) => query.includes('fields=')) ? [] : ['no request asked for fields']),
    ...repeated.map((query) => `a name twice in ${query}`),
  ];
}
