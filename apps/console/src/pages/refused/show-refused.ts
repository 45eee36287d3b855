import { readRefused } from '@guance-jira/queue';
import type { RequestHandler } from 'express';
import type { PageDeps } from '../deps.ts';
import { sendPage } from '../send-page.ts';
import { visitOf } from '../visit-of.ts';
import { refusedPage } from './refused-page.ts';

export function showRefused({ opened, now }: PageDeps): RequestHandler {
  return async (req, res) => {
    const visit = visitOf(req, res, now());
    sendPage(res, visit, refusedPage(await readRefused(opened.redis, opened.keys), visit));
  };
}
