import { type Html, html, sameOrigin } from '@guance-jira/sandbox-pages';
import { type RequestHandler, type Response, Router } from 'express';
import { issuePage } from './issue-page.ts';
import { layout, pageHeaders } from './layout.ts';
import { listPage } from './list-page.ts';
import type { Shown } from './parts.ts';
import { press } from './person-actions.ts';
import { style } from './style.ts';

/** What a person looks at: the list of issues and one issue, and what a person does with that. */
export function webRouter(state: Parameters<typeof press>[0]): Router {
  const router = Router();
  router.get('/sandbox.css', (_req, res) => void res.type('css').send(style));
  router.use(loginUnlessOpen(state));
  router.get('/', (req, res) => {
    const { project } = req.query;
    send(res, 200, listPage(state, typeof project === 'string' ? project : undefined));
  });
  router.get('/browse/:key', (req, res) => {
    const issue = state.findIssue(req.params.key);
    if (issue === undefined) return send(res, 404, notFound(state));
    if (issue.key !== req.params.key) return res.redirect(`${state.contextPath}/browse/${issue.key}`);
    send(res, 200, issuePage(state, issue));
  });
  router.get('/secure/attachment/:id/:name', (req, res) => {
    const all = [...state.issues.values()].flatMap(({ attachments = [] }) => attachments);
    const file = all.find(({ id }) => id === req.params.id);
    if (file === undefined) return send(res, 404, notFound(state));
    // Whatever was uploaded must not run as a page of ours.
    const type = /^image\/(?:png|jpeg|gif|webp)$/.test(file.mimeType) ? file.mimeType : 'application/octet-stream';
    res.set({ ...pageHeaders, 'content-type': type, 'x-content-type-options': 'nosniff' });
    res.send(Buffer.from(file.content, 'base64'));
  });
  router.post('/browse/:key', (req, res) => {
    if (!sameOrigin(req)) return void res.status(403).type('text').send('only the page itself may do this');
    const issue = state.findIssue(req.params.key);
    if (issue === undefined) return send(res, 404, notFound(state));
    try {
      press(state, issue, Object.fromEntries(new URLSearchParams(typeof req.body === 'string' ? req.body : '')));
    } catch (error) {
      return void res
        .status(400)
        .type('text')
        .send(error instanceof Error ? error.message : 'malformed');
    }
    res.redirect(303, `${state.contextPath}/browse/${issue.key}`);
  });
  router.use((_req, res) => send(res, 404, notFound(state)));
  return router;
}

function send(res: Response, status: number, page: Html): void {
  res.status(status).set(pageHeaders).send(page.text);
}

function notFound(state: Shown): Html {
  const content = html`<h1 class="title">Nothing here</h1><p>The issue was deleted, or there never was one. <a href="${state.contextPath}/">All issues</a></p>`;
  return layout({ title: 'Not found - Jira sandbox', base: state.contextPath, content });
}

function loginUnlessOpen(state: Shown): RequestHandler {
  return (req, res, next) => {
    if (state.settings.anonymousWeb || knows(state, req.get('authorization'))) return next();
    res.status(401).set('WWW-Authenticate', 'Basic realm="Jira sandbox", charset="UTF-8"').type('text').send('Log in');
  };
}

/** People log in with name or e-mail, and password or API token. */
function knows(state: Shown, authorization: string | undefined): boolean {
  const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return false;
  const [name = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [...state.accounts.values()].some(
    (account) =>
      [account.login, account.email].includes(name) &&
      [account.password, account.apiToken].some((known) => known !== undefined && known === secret.join(':')),
  );
}
