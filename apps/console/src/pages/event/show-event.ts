import { judgeQueue, type OpenedRedis, oneEvent, type QueueFinding, readQueue } from '@guance-jira/operations';
import type { RequestHandler } from 'express';
import { whyThisRoute } from '../../rules/why-this-route.ts';
import type { PageDeps } from '../deps.ts';
import { browseAddress, issueAddress } from '../issue-address.ts';
import { sayQueue } from '../overview/health.ts';
import { sendMessage, sendPage } from '../send-page.ts';
import { visitOf } from '../visit-of.ts';
import { eventPage } from './event-page.ts';

export function showEvent({ opened, rules, messages, site, now }: PageDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const visit = visitOf(req, res, now());
    const found = await oneEvent(opened, req.params.id);
    const { event: says } = visit.words;
    if (found === null) return sendMessage(res, visit, 404, says.unknown, says.unknownText(req.params.id));
    const routing = await whyThisRoute(found.received, await rules(), messages, visit.now);
    const { fault, row } = found;
    const faultKey = fault?.record?.issueKey ?? fault?.state?.issue?.key ?? null;
    const links = { issueUrl: issueAddress(row, site), faultIssueUrl: browseAddress(faultKey, site) };
    const retried = req.query.retried === 'yes' ? true : req.query.retried === 'no' ? false : null;
    const holding = row.state === 'waiting' ? await holdUps(opened, site, visit.now) : [];
    const held = holding.map((finding) => sayQueue(finding, visit));
    sendPage(res, visit, eventPage({ ...found, ...links, routing, held, retried }, visit));
  };
}

/** An event whose turn has not come does not know why: no worker, or a pause. */
async function holdUps(opened: OpenedRedis, site: string | null, now: number): Promise<QueueFinding[]> {
  const findings = judgeQueue(await readQueue(opened, site ?? ''), now);
  return findings.filter(({ level, code }) => level !== 'ok' && HOLD_UP.includes(code));
}

const HOLD_UP: readonly QueueFinding['code'][] = [
  ...(['worker_never', 'worker_silent', 'paused_manual', 'paused_dashboard', 'limited', 'rests'] as const),
];
