import { listFaults, oneFault, oneStorm, openStorms } from '@guance-jira/operations';
import type { RequestHandler } from 'express';
import type { PageDeps } from '../deps.ts';
import { browseAddress } from '../issue-address.ts';
import { sendMessage, sendPage } from '../send-page.ts';
import { visitOf } from '../visit-of.ts';
import { faultPage } from './fault-page.ts';
import { faultsPage } from './faults-page.ts';
import { FaultQuery, From, faultFilterOf, StormQuery } from './query.ts';
import { stormPage } from './storm-page.ts';

export function showFaults({ opened, site, now }: PageDeps): RequestHandler {
  return async (req, res) => {
    const visit = visitOf(req, res, now());
    const query = FaultQuery.parse(req.query);
    const [page, storms] = await Promise.all([
      listFaults(opened, faultFilterOf(query), query.after, () => performance.now()),
      openStorms(opened),
    ]);
    const issueUrl = (key: string | null) => browseAddress(key, site);
    sendPage(res, visit, faultsPage({ query, page, storms, issueUrl }, visit));
  };
}

export function showFault({ opened, site, now }: PageDeps): RequestHandler<{ key: string }> {
  return async (req, res) => {
    const visit = visitOf(req, res, now());
    const object =
      typeof req.query.object === 'string' && /^[0-9a-f]{32}$/.test(req.query.object) ? req.query.object : null;
    const found = await oneFault(opened, req.params.key, { object, from: From.parse(req.query.from) });
    const { faults: says } = visit.words;
    if (found === null) return sendMessage(res, visit, 404, says.unknown, says.unknownText);
    const issueUrl = browseAddress(found.record?.issueKey ?? found.state?.issue?.key ?? null, site);
    sendPage(res, visit, faultPage({ ...found, object, issueUrl }, visit));
  };
}

export function showStorm({ opened, site, now }: PageDeps): RequestHandler {
  return async (req, res) => {
    const visit = visitOf(req, res, now());
    const asked = StormQuery.safeParse(req.query).data;
    const { route = '', project, start = 0 } = asked ?? {};
    const window = { route, ...(project === undefined ? {} : { project }), start };
    const storm = asked === undefined ? null : await oneStorm(opened, window, asked.from);
    const { faults: says } = visit.words;
    if (storm === null) return sendMessage(res, visit, 404, says.noStorm, says.noStormText);
    sendPage(res, visit, stormPage(storm, browseAddress(storm.issueKey, site), visit));
  };
}
