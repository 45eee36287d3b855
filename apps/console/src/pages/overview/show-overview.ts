import { listEvents } from '@guance-jira/operations';
import { isRedisTransient } from '@guance-jira/queue';
import type { RequestHandler } from 'express';
import type { PageDeps } from '../deps.ts';
import { sendPage } from '../send-page.ts';
import type { Visit } from '../visit.ts';
import { visitOf } from '../visit-of.ts';
import { type Said, sayCatchUp, sayQueue, sayRedis, sayRules } from './health.ts';
import { historyOf, type Span, spans } from './history.ts';
import { overviewLook } from './look.ts';
import { type OverviewFacts, overviewPage } from './overview-page.ts';

const SHOWN = 6;

/** Shown without Redis, too: that it is away is what people come to see. */
export function showOverview(deps: PageDeps): RequestHandler {
  const look = overviewLook(deps.opened, deps);
  const history = historyOf(deps.opened, deps.now);
  return async (req, res) => {
    const visit = visitOf(req, res, deps.now());
    const rules = sayRules(await deps.rules(), visit);
    const facts = deps.isRedisReady() ? await known(rules, visit).catch(unlessAway(rules, visit)) : away(rules, visit);
    sendPage(res, visit, overviewPage({ ...facts, span: spanIn(req.query.span) }, visit));
  };

  async function known(rules: Said, visit: Visit): Promise<Omit<OverviewFacts, 'span'>> {
    const [looked, happened, newest, failures] = await Promise.all([
      look(),
      history(),
      listEvents(deps.opened, {}, null, () => performance.now()),
      listEvents(deps.opened, { state: 'failed' }, null, () => performance.now()),
    ]);
    const { sayings, todos } = visit.words.overview;
    const hidden = looked.hidden.map(
      (project): Said => ({ level: 'bad', text: sayings.hidden(project), todo: todos.hidden }),
    );
    const refused: Said[] =
      looked.refused === 0
        ? []
        : [{ level: 'warn', text: sayings.refused(looked.refused), link: ['/refused', todos.seeRefused] }];
    return {
      said: [
        ...looked.queue.map((finding) => sayQueue(finding, visit)),
        ...[rules, ...hidden, ...refused],
        ...looked.catchUp.map((finding) => sayCatchUp(finding, visit)),
        ...looked.redis.map((finding) => sayRedis(finding, visit)),
      ],
      history: happened,
      newest: newest.events.slice(0, SHOWN),
      failures: failures.events.slice(0, SHOWN),
    };
  }
}

function spanIn(text: unknown): Span {
  return spans.find((span) => span === text) ?? 'day';
}

function unlessAway(rules: Said, visit: Visit): (error: unknown) => Omit<OverviewFacts, 'span'> {
  return (error) => {
    if (!isRedisTransient(error)) throw error;
    return away(rules, visit);
  };
}

function away(rules: Said, { words }: Visit): Omit<OverviewFacts, 'span'> {
  const { sayings, todos } = words.overview;
  return {
    said: [{ level: 'bad', text: sayings.redisAway, todo: todos.redis }, rules],
    history: null,
    newest: [],
    failures: [],
  };
}
