import { fromThisMachine } from '@guance-jira/sandbox-pages';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { FaultRule } from '../faults/rule.ts';
import { parseJson } from '../json.ts';
import type { SandboxState } from '../state/state.ts';
import { editAsPerson, PersonEdit } from './person.ts';
import { changeSettings, type SettingsHooks, SettingsPatch, shownSettings } from './settings.ts';

/** The control API for tests that run the sandbox as a process. Loopback callers only. */
export function controlRouter(state: SandboxState, hooks: SettingsHooks): Router {
  const router = Router();
  router.use((req, res, next) => {
    if (fromThisMachine(req)) next();
    else res.status(403).json({ error: 'the control API answers callers on this machine only' });
  });
  router.get('/requests', (req, res) => {
    const { kind, since } = req.query;
    const requests = state.log.entries({
      kind: typeof kind === 'string' ? kind : undefined,
      sinceN: typeof since === 'string' ? Number(since) : undefined,
    });
    res.json({ requests });
  });
  router.get(
    '/issues',
    (_req, res) => void res.json({ issues: [...state.issues.values()], links: [...state.links.values()] }),
  );
  router.post('/reset', (_req, res) => {
    state.clear();
    res.json({ ok: true });
  });
  router.post('/index/flush', (_req, res) => {
    state.index.flush();
    res.json({ ok: true });
  });
  router.post('/issues/:key/hide-from-search', (req, res) => {
    const issue = state.findIssue(String(req.params.key));
    if (issue === undefined) return void res.status(404).json({ error: 'no such issue' });
    tryTo(res, () => {
      state.index.hide(issue.id, z.strictObject({ forMs: z.number().nonnegative() }).parse(bodyOf(req)).forMs);
      return { ok: true };
    });
  });
  router.post('/projects/:key/skip-keys', (req, res) => {
    tryTo(res, () => {
      const { count } = z.strictObject({ count: z.number().int().nonnegative() }).parse(bodyOf(req));
      state.skipKeys(String(req.params.key), count);
      return { ok: true };
    });
  });
  router.post('/access-tokens/revoke', (_req, res) => {
    state.accessTokens.clear();
    res.json({ ok: true });
  });
  router.post('/captcha/clear', (_req, res) => {
    state.loginFailures.clear();
    res.json({ ok: true });
  });
  router.post('/issues/:key/edit-as-person', (req, res) => {
    const issue = state.findIssue(String(req.params.key));
    if (issue === undefined) return void res.status(404).json({ error: 'no such issue' });
    tryTo(res, () => {
      editAsPerson(state, issue, PersonEdit.parse(bodyOf(req)));
      return { issue };
    });
  });
  router.get('/settings', (_req, res) => void res.json(shownSettings(state)));
  router.put('/settings', async (req, res) => {
    const patch = SettingsPatch.safeParse(bodyOf(req));
    if (!patch.success) return void res.status(400).json({ error: patch.error.message });
    const { refuse, ...rest } = patch.data;
    await changeSettings(state, rest, hooks);
    // Answered first: refusing connections ends this one too.
    res.json(shownSettings(state));
    if (refuse !== undefined)
      res.once('finish', () => setImmediate(() => void changeSettings(state, { refuse }, hooks)));
  });
  router.get('/faults', (_req, res) => void res.json({ faults: state.faults.list() }));
  router.post('/faults', (req, res) => {
    const body = bodyOf(req);
    tryTo(res, () => ({
      faults: (Array.isArray(body) ? body : [body]).map((rule) => state.faults.add(FaultRule.parse(rule))),
    }));
  });
  router.delete('/faults', (_req, res) => {
    state.faults.clear();
    res.json({ ok: true });
  });
  router.delete('/faults/:id', (req, res) => {
    res.status(state.faults.remove(Number(req.params.id)) ? 200 : 404).json({ ok: true });
  });
  router.use((_req, res) => void res.status(404).json({ error: 'no such control' }));
  return router;
}

function bodyOf(req: Request): unknown {
  return typeof req.body === 'string' && req.body !== '' ? parseJson(req.body) : {};
}

function tryTo(res: Response, work: () => unknown): void {
  try {
    res.json(work());
  } catch (error) {
    res.status(400).json({ error: error instanceof Error ? error.message : 'malformed' });
  }
}
