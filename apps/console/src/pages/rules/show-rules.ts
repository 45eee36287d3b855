import { type OpenedRedis, readRulesTold } from '@guance-jira/operations';
import { readRouteTally } from '@guance-jira/queue';
import type { RequestHandler } from 'express';
import { shared } from '../../http/shared-look.ts';
import type { PageDeps } from '../deps.ts';
import { sendPage } from '../send-page.ts';
import { visitOf } from '../visit-of.ts';
import { rulesPage } from './rules-page.ts';

/** Asked anew when it can have changed for the eye, however many people look. */
const LOOK_AGAIN_MS = 5000;
const HOUR_MS = 3_600_000;

/** The rules in force, and how many events each route took: `/routes`. */
export function showRules({ opened, rules, now }: PageDeps): RequestHandler {
  const look = shared(() => lookAt(opened, now()), LOOK_AGAIN_MS, now);
  return async (req, res) => {
    const visit = visitOf(req, res, now());
    const [looked, known] = await Promise.all([look(), rules()]);
    sendPage(res, visit, rulesPage({ ...looked, known }, visit));
  };
}

async function lookAt({ redis, keys }: OpenedRedis, now: number) {
  const [told, day, week] = await Promise.all([
    readRulesTold(redis, keys),
    readRouteTally(redis, keys, { from: now - 23 * HOUR_MS, to: now, slotMs: HOUR_MS }),
    readRouteTally(redis, keys, { from: now - 167 * HOUR_MS, to: now, slotMs: 6 * HOUR_MS }),
  ]);
  return { told, day, week };
}
