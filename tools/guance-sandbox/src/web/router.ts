import { type Html, sameOrigin } from '@guance-jira/sandbox-pages';
import express, { type Response, Router } from 'express';
import type { GuanceControl } from '../control/control.ts';
import { levels } from '../state/model.ts';
import type { GuanceState } from '../state/state.ts';
import { languageOf, rememberLanguage } from './language.ts';
import { pageHeaders } from './layout.ts';
import { live } from './live.ts';
import { eventPage, mainPage, messagePage } from './page.ts';
import { style } from './style.ts';

/** What a person looks at and presses. A page of another site cannot press anything here. */
export function webRouter(state: GuanceState, control: GuanceControl): Router {
  const router = Router();
  router.get('/sandbox.css', (_req, res) => void res.type('css').send(style));
  router.get('/live.js', (_req, res) => void res.type('js').send(live));
  router.get('/', (req, res) => {
    if (req.query.lang !== undefined) res.set('Set-Cookie', rememberLanguage(languageOf(req)));
    send(res, 200, mainPage(state, control.requests(), languageOf(req)));
  });
  router.get('/keyevents/monitor', (req, res) => {
    const page = eventPage(state, eventIdIn(req.query.tags), languageOf(req));
    send(res, page === undefined ? 404 : 200, page ?? messagePage(languageOf(req), (words) => words.nothingHere));
  });
  router.use((req, res, next) => {
    if (req.method !== 'POST' || sameOrigin(req)) next();
    else res.status(403).json({ error: 'only the page itself may do this' });
  });
  router.use(express.urlencoded({ extended: false, limit: '10kb' }));
  router.post('/objects/:id', (req, res) => {
    const watched = state.watched.get(String(req.params.id));
    const level = levels.find((one) => one === req.body?.level);
    if (watched === undefined)
      return send(
        res,
        404,
        messagePage(languageOf(req), (words) => words.nothingHere),
      );
    if (level === undefined) state.recover(watched);
    else state.fire(watched, level);
    res.redirect(303, `/#o-${watched.id}`);
  });
  router.post('/target/enable', (_req, res) => {
    control.enableTarget();
    res.redirect(303, '/#deliveries');
  });
  router.use((req, res) =>
    send(
      res,
      404,
      messagePage(languageOf(req), (words) => words.nothingHere),
    ),
  );
  return router;
}

function send(res: Response, status: number, page: Html): void {
  res.status(status).set(pageHeaders).send(page.text);
}

function eventIdIn(tags: unknown): string {
  try {
    return String(JSON.parse(String(tags)).df_event_id);
  } catch {
    return '';
  }
}
