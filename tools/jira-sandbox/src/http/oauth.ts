/**
 * Access tokens for the client credentials of a service account: on Cloud as auth.atlassian.com gives them, which takes no scope;
 * on Data Center below Jira's own path, which wants one. From Atlassian's documents; the refusals from other clients' reports.
 */
import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Answer } from '../answer.ts';
import { act } from '../faults/act.ts';
import type { FaultQueue } from '../faults/queue.ts';
import type { Account } from '../state/model.ts';
import type { RequestLog } from './request-log.ts';
import { wireOf } from './wire.ts';

/** What of the sandbox it has to do with. */
interface TokenState {
  readonly isCloud: boolean;
  readonly settings: { readonly accessTokenSeconds: number };
  readonly accounts: ReadonlyMap<string, Account>;
  readonly accessTokens: Map<string, { login: string; until: number }>;
  readonly log: RequestLog;
  readonly faults: FaultQueue;
  now(): number;
}

export const tokenPath = { cloud: '/oauth/token', datacenter: '/rest/oauth2/latest/token' } as const;

export function tokenEndpoint(state: TokenState, sleep: (ms: number) => Promise<void>) {
  return async (req: Request, res: Response): Promise<void> => {
    const form = new URLSearchParams(typeof req.body === 'string' ? req.body : '');
    const startedAt = state.now();
    // Without the secret.
    const body = { grant_type: form.get('grant_type'), client_id: form.get('client_id'), scope: form.get('scope') };
    const entry = state.log.add({
      ...{ at: startedAt, method: 'POST', path: req.path, kind: 'token', route: null, account: null },
      ...{ body, status: null, committed: false, fault: null, durationMs: null },
    });
    const wire = wireOf(res, sleep, (status) => {
      entry.status = status;
      entry.durationMs = state.now() - startedAt;
    });
    const commit = async (): Promise<Answer> => answerTo(state, form);
    const fault = state.faults.take({ method: 'POST', path: req.path, kind: 'token', body: '' });
    if (fault === undefined) return wire.send(await commit());
    entry.fault = JSON.stringify(fault.action);
    return act(fault.action, { ...wire, sendForeign: wire.send, commit, sleep });
  };
}

function answerTo(state: TokenState, form: URLSearchParams): Answer {
  if (form.get('grant_type') !== 'client_credentials') return refused(400, 'unsupported_grant_type');
  const client = [...state.accounts.values()].find(({ oauth }) => oauth?.clientId === form.get('client_id'));
  if (client === undefined) return refused(400, 'invalid_client');
  if (client.oauth?.clientSecret !== form.get('client_secret')) return refused(401, 'access_denied', 'Unauthorized');
  if (state.isCloud === form.has('scope')) return refused(400, 'invalid_scope');
  const token = randomBytes(24).toString('base64url');
  const { accessTokenSeconds } = state.settings;
  state.accessTokens.set(token, { login: client.login, until: state.now() + accessTokenSeconds * 1000 });
  return { status: 200, body: { access_token: token, expires_in: accessTokenSeconds, token_type: 'Bearer' } };
}

function refused(status: number, error: string, description = error): Answer {
  return { status, body: { error, error_description: description } };
}
