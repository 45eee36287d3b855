import { fromThisMachine } from '@guance-jira/sandbox-pages';
import { type Response, Router } from 'express';
import { FaultRule } from '../faults/rule.ts';
import { FireBody, type GuanceControl, LogBody, ObjectBody, SettingsPatch } from './control.ts';

/** The control API for tests that run the sandbox as a process. Callers on this machine only. */
export function controlRouter(control: GuanceControl): Router {
  const router = Router();
  router.use((req, res, next) => {
    if (fromThisMachine(req)) next();
    else res.status(403).json({ error: 'the control API answers callers on this machine only' });
  });
  router.get('/state', (_req, res) => void res.json(control.state()));
  router.get('/requests', (req, res) => {
    const { kind } = req.query;
    res.json({ requests: control.requests(typeof kind === 'string' ? kind : undefined) });
  });
  router.post('/objects', (req, res) => tryTo(res, () => ({ id: control.watch(ObjectBody.parse(bodyOf(req.body))) })));
  router.post('/objects/:id/fire', (req, res) =>
    tryTo(res, () => ({ event: control.fire(String(req.params.id), FireBody.parse(bodyOf(req.body))) })),
  );
  router.post('/objects/:id/recover', (req, res) =>
    tryTo(res, () => ({ event: control.recover(String(req.params.id)) })),
  );
  router.post('/logs', (req, res) => tryTo(res, () => control.log(LogBody.parse(bodyOf(req.body)))));
  router.post('/target/enable', (_req, res) => tryTo(res, () => control.enableTarget()));
  router.put('/settings', (req, res) => tryTo(res, () => control.set(SettingsPatch.parse(bodyOf(req.body)))));
  router.post('/faults', (req, res) => tryTo(res, () => ({ id: control.fault(FaultRule.parse(bodyOf(req.body))) })));
  router.delete('/faults', (_req, res) => tryTo(res, () => control.clearFaults()));
  router.post('/reset', (_req, res) => tryTo(res, () => control.reset()));
  router.use((_req, res) => void res.status(404).json({ error: 'no such control' }));
  return router;
}

function bodyOf(text: unknown): unknown {
  return typeof text === 'string' && text !== '' ? JSON.parse(text) : {};
}

function tryTo(res: Response, work: () => unknown): void {
  try {
    res.json(work() ?? { ok: true });
  } catch (error) {
    res.status(400).json({ error: error instanceof Error ? error.message : 'malformed' });
  }
}
