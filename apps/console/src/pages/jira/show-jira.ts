import { endLimits, endPauses, knownOfJira, limitsOf, pauseFor, placesOf, readPauses } from '@guance-jira/operations';
import { readTally } from '@guance-jira/queue';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { shared } from '../../http/shared-look.ts';
import { userOf } from '../../login/require-login.ts';
import type { RulesNow } from '../../rules/rules-now.ts';
import type { PageDeps } from '../deps.ts';
import { sendMessage, sendPage } from '../send-page.ts';
import { visitOf } from '../visit-of.ts';
import { type JiraFacts, jiraPage, type UsedPlace } from './jira-page.ts';

const DAY_MS = 86_400_000;
const SLOT_MS = 900_000;
const LOOK_AGAIN_MS = 5000;
const SPANS_MS: Readonly<Record<string, number>> = {
  ...{ '15m': 900_000, '1h': 3_600_000, '2h': 7_200_000, '4h': 14_400_000, '8h': 28_800_000, '24h': DAY_MS },
};

export function showJira({ opened, rules, site, now }: PageDeps): RequestHandler {
  const { redis, keys, queue } = opened;
  const tally = shared(
    () => readTally(redis, keys, { from: now() - DAY_MS + SLOT_MS, to: now(), slotMs: SLOT_MS }),
    LOOK_AGAIN_MS,
    now,
  );
  return async (req, res) => {
    const visit = visitOf(req, res, now());
    const { jira: says } = visit.words;
    if (site === null) return sendMessage(res, visit, 200, says.title, says.unset);
    const places = usedPlaces(await rules());
    const [pauses, queuePaused, limits, known, requests] = await Promise.all([
      readPauses(redis, keys, site),
      queue.isPaused(),
      limitsOf(queue),
      knownOfJira(opened, site, places),
      tally(),
    ]);
    const done = Done.parse(req.query.done);
    sendPage(res, visit, jiraPage({ site, pauses, queuePaused, limits, known, places, tally: requests, done }, visit));
  };
}

/** As `pause` does. Who may look only has been refused before. */
export function pauseJira({ opened, site, wanted, log }: PageDeps): RequestHandler {
  return async (req, res) => {
    const asked = Asked.safeParse(req.body).data;
    const forMs = Object.hasOwn(SPANS_MS, asked?.for ?? '') ? SPANS_MS[asked?.for ?? ''] : undefined;
    if (site === null || asked === undefined || forMs === undefined) return res.redirect(303, '/jira?done=refused');
    const user = told(req, 'pause', log, { forMs, reason: asked.reason });
    const pause = { forMs, by: user ?? 'console', reason: asked.reason };
    const held = await pauseFor(opened.redis, opened.keys, site, pause, wanted.REDIS_WAIT_REPLICAS);
    res.redirect(303, `/jira?done=${held.replicated ? 'paused' : 'pausedHere'}`);
  };
}

/** As `resume` does, with the button of the dashboard. */
export function resumeJira({ opened, site, wanted, log }: PageDeps): RequestHandler {
  return async (req, res) => {
    if (site === null) return res.redirect(303, '/jira?done=refused');
    told(req, 'resume', log, {});
    const held = await endPauses(opened.redis, opened.keys, site, wanted.REDIS_WAIT_REPLICAS);
    if (await opened.queue.isPaused()) await opened.queue.resume();
    await endLimits(opened.queue);
    res.redirect(303, `/jira?done=${held.replicated ? 'resumed' : 'resumedHere'}`);
  };
}

const Asked = z.object({ for: z.string(), reason: z.string().trim().max(200).default('') });
const Done = z
  .enum(['paused', 'pausedHere', 'resumed', 'resumedHere', 'refused'])
  .nullable()
  .catch(null) satisfies z.ZodType<JiraFacts['done']>;

function told(req: Request, action: string, log: PageDeps['log'], more: Record<string, unknown>): string | null {
  const user = userOf(req.headers);
  log.warn('admin action', { user, method: 'POST', action, eventId: null, jobs: null, ...more, allowed: true });
  return user;
}

/** Where the rules lead, each place once. */
function usedPlaces(now: RulesNow): UsedPlace[] {
  if (!now.known) return [];
  const { routes, fallback } = now.rules;
  const places = new Map<string, { project: string; issueType: string; routes: string[]; fields: Set<string> }>();
  for (const route of [...routes, ...(fallback === null ? [] : [fallback])]) {
    if (route.kind === 'ignore') continue;
    for (const { project, issueType } of placesOf(route)) {
      const key = JSON.stringify([project, issueType]);
      const place = places.get(key) ?? { project, issueType, routes: [], fields: new Set() };
      places.set(key, place);
      place.routes.push(route.name);
      for (const [field] of route.fields) place.fields.add(field);
    }
  }
  return [...places.values()].map((place) => ({ ...place, fields: [...place.fields] }));
}
