import { randomBytes } from 'node:crypto';
import type { Account } from '../state/model.ts';
import type { SandboxState } from '../state/state.ts';

export type LoginReason = 'OK' | 'AUTHENTICATED_FAILED' | 'AUTHENTICATION_DENIED';

/** Headers that come with every REST answer. They name the caller: a client can see that it was taken for somebody else. */
export function identityHeaders(
  state: SandboxState,
  account: Account | undefined,
  reason: LoginReason | undefined,
): Record<string, string> {
  return state.isCloud ? cloudHeaders(account, reason) : dataCenterHeaders(account, reason);
}

function cloudHeaders(account: Account | undefined, reason: LoginReason | undefined): Record<string, string> {
  const trace = randomBytes(16).toString('hex');
  return {
    Server: 'AtlassianEdge',
    'Cache-Control': 'no-cache, no-store, no-transform',
    'X-Content-Type-Options': 'nosniff',
    'X-Xss-Protection': '1; mode=block',
    'Atl-Traceid': trace,
    'X-ARequestId': randomBytes(16).toString('hex'),
    ...(account === undefined ? {} : { 'X-AAccountId': encodeURIComponent(account.accountId) }),
    ...(reason === undefined || reason === 'OK' ? {} : { 'X-Seraph-LoginReason': reason }),
  };
}

function dataCenterHeaders(account: Account | undefined, reason: LoginReason | undefined): Record<string, string> {
  return {
    'X-AREQUESTID': `${new Date().getUTCMinutes()}x${randomBytes(2).readUInt16BE()}x1`,
    'X-ANODEID': 'node1',
    'X-ASEN': 'SEN-SANDBOX',
    'Cache-Control': 'no-cache, no-store, no-transform',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'User-Agent',
    'X-AUSERNAME': account === undefined ? 'anonymous' : encodeURIComponent(account.login),
    ...(reason === undefined ? {} : { 'X-Seraph-LoginReason': reason }),
  };
}
