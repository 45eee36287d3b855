/** Cases in which everything is answered 403. */
import { setTimeout as pause } from 'node:timers/promises';
import { cliIn } from '../../apps/cli/src/testing/cli.ts';
import { watchedObject } from '../fault-life/lab.ts';
import type { GuanceEvent } from '../harness/index.ts';
import { type EdgeCase, rulesOf } from './edge-file.ts';
import { differs, type EdgeLab } from './edge-lab.ts';

const FORBIDDEN = 'jira forbids everything';

/** Before the worker has ever spoken with it, or after Jira was well. */
export async function allForbidden(lab: EdgeLab, one: EdgeCase): Promise<string[]> {
  const { worker, jira } = lab.stack;
  const events = Array.from({ length: 20 }, (_, n) => watchedObject(`alone ${n}. ${one.id}`).next('critical'));
  const fromTheStart = one.input.waiting === undefined;
  if (fromTheStart) await worker.stop();
  await lab.faults(rulesOf(one));
  const asked = (await jira.requests()).length;
  const until = Date.now() + (one.input.for_s ?? 0) * 1000;
  if (fromTheStart) {
    await lab.stack.send(events);
    await worker.start();
  } else {
    await lab.stack.send(events.slice(0, 1));
    await lab.stack.waitFor('the first refusal', async () => (await jira.requests()).length > asked);
    await lab.stack.send(events.slice(1));
  }
  await pause(Math.max(0, until - Date.now()));
  const requests = (await jira.requests()).length - asked;
  await lab.allWell();
  return [
    ...(requests >= 1 && requests <= 10 ? [] : [`${requests} requests in ${one.input.for_s} s`]),
    ...(await lab.within(40_000, events)),
    ...events.flatMap((event) => differs(lab, event, 'created')),
    ...(await eachHasOne(lab, events)),
  ];
}

async function eachHasOne(lab: EdgeLab, events: readonly GuanceEvent[]): Promise<string[]> {
  const counts = await Promise.all(
    events.map(async ({ df_title }) => ({ df_title, count: (await lab.issuesOf(String(df_title))).length })),
  );
  return counts.filter(({ count }) => count !== 1).map(({ df_title, count }) => `${df_title} has ${count} issues`);
}

/** A Jira that takes no passwords is shown in its own words, with what to do; what stands in a header stays hidden. */
export async function passwordsRefused(lab: EdgeLab, one: EdgeCase): Promise<string[]> {
  const { worker } = lab.stack;
  const ours = Buffer.from(`${worker.env.JIRA_USER}:${worker.env.JIRA_PASSWORD}`).toString('base64');
  const message = String(Reflect.get(Object(one.input.answer?.body), 'message')).replace(/<base64[^>]*>/, ours);
  const seenBefore = worker.log.named(FORBIDDEN).length;
  const answer = one.input.answer && { ...one.input.answer, body: { message } };
  // A worker tells the same thing once in half a minute; a new one tells it anew.
  await worker.stop();
  await lab.faults(rulesOf(one, answer));
  await worker.start();
  const event = watchedObject(`alone ${one.id}`).next('critical');
  await lab.stack.send(event);
  const shown = () => worker.log.named(FORBIDDEN).slice(seenBefore);
  const [line] = await lab.stack.waitFor('the warning', () => (shown().length > 0 ? shown() : undefined), 20_000);
  const { out, err } = await cliIn({ env: { ...worker.env, LC_ALL: 'C.UTF-8' } })('doctor');
  await lab.allWell();
  const printed = `${out}${err}`;
  const quoted = [...message.matchAll(/Basic ([A-Za-z0-9+/]{8,}=*)/g)]
    .map(([, secret = '']) => secret)
    .filter(isSecret);
  return [
    ...quoted.filter((secret) => worker.log.text.includes(secret)).map(() => 'the log quotes a header'),
    ...quoted.filter((secret) => printed.includes(secret)).map(() => 'doctor quotes a header'),
    ...(quoted.length > 0 ? [] : wordsAndToken('the log', JSON.stringify(line), message)),
    ...(quoted.length > 0 ? [] : wordsAndToken('doctor', printed, message)),
    ...(await lab.within(40_000, [event])),
    ...differs(lab, event, 'created'),
  ];
}

/** `Authentication` is a word. */
function isSecret(text: string): boolean {
  return text !== 'Authentication';
}

function wordsAndToken(where: string, text: string, message: string): string[] {
  return [
    ...(text.includes(message) && !text.includes('[secret]') ? [] : [`${where} lacks Jira's words: ${text}`]),
    ...(text.includes('personal access token') ? [] : [`${where} names no personal access token: ${text}`]),
  ];
}
