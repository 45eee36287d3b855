import { completionsAt, type RulesText } from '@guance-jira/mapping';
import { listEvents, newestJobs, oneEvent, PlaygroundBusy, type Tried } from '@guance-jira/operations';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { RulesNow } from '../../rules/rules-now.ts';
import type { PageDeps } from '../deps.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { sendPage } from '../send-page.ts';
import type { Visit } from '../visit.ts';
import { visitOf } from '../visit-of.ts';
import { changedPart } from './changed-part.ts';
import { type Given, readForm } from './form.ts';
import { playgroundPage } from './playground-page.ts';
import { triedPart } from './tried-part.ts';

const RECENT = 12;
const COMPARED = 500;

/** The form as it is at first: the rules in force, and the event that the address names. */
export function showPlayground(deps: PageDeps): RequestHandler {
  return async (req, res) => {
    const texts = editable(await deps.rules());
    const { event } = req.query;
    const take = typeof event === 'string' ? event : null;
    await answer(deps, req, res, { body: '', texts, action: 'try', take });
  };
}

/** Nothing is sent or kept, so whoever may look may try. */
export function tryInPlayground(deps: PageDeps): RequestHandler {
  return async (req, res) => {
    const given = readForm(
      req.body,
      editable(await deps.rules()).map(({ name }) => name),
    );
    if (given === null) {
      const visit = visitOf(req, res, deps.now());
      const says = visit.words.playground;
      const result = notice(says.tooLarge, says.tooLargeText);
      const empty = { body: '', texts: editable(await deps.rules()), recent: [], unknown: null, result, problems: [] };
      return sendPage(res, visit, playgroundPage(empty, visit), 413);
    }
    await answer(deps, req, res, given);
  };
}

const Place = z.object({ rules: z.string().max(1_048_576), offset: z.coerce.number().int().min(0) });

/** What could stand at the cursor, for the editor. */
export const completeInPlayground: RequestHandler = (req, res) => {
  const { data } = Place.safeParse(req.body ?? {});
  res.json(data === undefined ? null : completionsAt(data.rules, data.offset));
};

async function answer(deps: PageDeps, req: Request, res: Response, given: Given): Promise<void> {
  const { opened, now } = deps;
  const visit = visitOf(req, res, now());
  const taken = given.take === null ? null : await oneEvent(opened, given.take);
  const received = taken?.received ?? null;
  const body = received === null ? given.body : JSON.stringify(received.event, null, 2);
  const newest = await listEvents(opened, {}, null, () => performance.now());
  const { result, problems, status } = await resultOf(deps, { ...given, body }, visit);
  const files = given.texts.map(({ name }) => name);
  const facts = {
    ...{ body, texts: given.texts, result },
    recent: newest.events.slice(0, RECENT),
    unknown: given.take !== null && received === null ? given.take : null,
    problems: problems.map(visit.words.rules.problem).map(({ file, line, column, message, hint }) => ({
      ...{ file: files.indexOf(file), line, column },
      message: hint === null ? message : `${message} (${hint})`,
    })),
  };
  sendPage(res, visit, playgroundPage(facts, visit), status);
}

interface Result {
  readonly result: Html;
  readonly problems: Tried['problems'];
  readonly status: number;
}

async function resultOf(deps: PageDeps, given: Given, visit: Visit): Promise<Result> {
  const { playground: says } = visit.words;
  const { texts, body } = given;
  if (texts.length === 0) return { result: notice(says.noRules, visit.words.event.noRules), problems: [], status: 200 };
  try {
    if (given.action === 'change') return await changeOf(deps, texts, visit);
    const empty = body.trim() === '';
    const tried = await deps.playground.try({ texts, body: empty ? null : body, now: visit.now });
    const result =
      empty && tried?.problems.length === 0 ? notice(says.giveEvent, says.giveEventText) : triedPart(tried, visit);
    return { result, problems: tried?.problems ?? [], status: 200 };
  } catch (error) {
    if (!(error instanceof PlaygroundBusy)) throw error;
    return { result: notice(says.busy, says.busyText), problems: [], status: 503 };
  }
}

async function changeOf(deps: PageDeps, after: readonly RulesText[], visit: Visit): Promise<Result> {
  const rules = await deps.rules();
  const before = rules.known ? rules.edit : (rules.before?.edit ?? null);
  const { playground: says } = visit.words;
  if (before === null) return { result: notice(says.noRules, says.noneInForce), problems: [], status: 200 };
  const jobs = await newestJobs(deps.opened, COMPARED);
  const changed = await deps.playground.change({ before, after, jobs, now: visit.now });
  return { result: changedPart(changed, visit), problems: changed?.problems ?? [], status: 200 };
}

/** What stands in the file now, also where it has mistakes: here they can be found. */
function editable(rules: RulesNow): readonly RulesText[] {
  if (rules.known) return rules.edit;
  return rules.texts.length > 0 ? rules.texts : (rules.before?.edit ?? []);
}

function notice(title: string, text: string): Html {
  return html`<section class="card"><h2>${title}</h2><p>${text}</p></section>`;
}
