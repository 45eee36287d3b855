/** The value of the Authorization header, whatever it is made of: user and password, a token, or an access token of OAuth. */
import type { JiraAccess } from '../access/access.ts';
import { authorizationHeader } from '../site.ts';
import { openConnections } from '../transport/dispatcher.ts';
import type { TransportOptions } from '../transport/transport.ts';
import { type AccessTokensDeps, createAccessTokens, type TokenStore } from './access-tokens.ts';
import { requestToken } from './request-token.ts';

export type JiraLogin = Required<Pick<TransportOptions, 'authorization' | 'refused'>> & { close(): Promise<void> };

export function createLogin(
  access: () => JiraAccess,
  timeoutMs: number,
  { store, onToken }: { store: TokenStore } & Pick<AccessTokensDeps, 'onToken'>,
): JiraLogin {
  // A client certificate is for Jira; the CA is trusted on both ways.
  const connections = openConnections(timeoutMs, () => ({ ca: access().certificates.ca }));
  const tokens = createAccessTokens({
    store,
    request: (client) => requestToken(client, connections, timeoutMs),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => performance.now(),
    ...(onToken === undefined ? {} : { onToken }),
  });
  return {
    authorization: () => {
      const { oauth, ...plain } = access();
      return oauth === null ? authorizationHeader(plain) : tokens.get(oauth).then((token) => `Bearer ${token}`);
    },
    refused: (authorization) => access().oauth !== null && tokens.refused(authorization.replace(/^Bearer /, '')),
    close: connections.close,
  };
}
