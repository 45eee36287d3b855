/** The connections to Jira: direct or by the proxy of the environment, with the certificates of the settings. */
import { createSecureContext, getCACertificates } from 'node:tls';
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';

/** PEM texts. */
export interface Certificates {
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Trusted besides the CAs that Node knows. */
  readonly ca?: string | undefined;
}

export interface Connections {
  /** For the next request; other connections from the moment on which the certificates are others. */
  dispatcher(): Dispatcher;
  close(): Promise<void>;
}

export function openConnections(timeoutMs: number, certificates: () => Certificates): Connections {
  let used = certificates();
  let current = agent(timeoutMs, used);
  const ending = new Set<Promise<void>>();
  return {
    dispatcher: () => {
      const now = certificates();
      if (now.cert === used.cert && now.key === used.key && now.ca === used.ca) return current;
      // Requests under way end on the old connections.
      const end = current.close().catch(() => undefined);
      ending.add(end);
      void end.then(() => ending.delete(end));
      used = now;
      current = agent(timeoutMs, now);
      return current;
    },
    close: async () => {
      await Promise.all([current.close(), ...ending]);
    },
  };
}

function agent(timeoutMs: number, { cert, key, ca }: Certificates): Dispatcher {
  // A pooled socket that Jira closes just as we write makes the POST ambiguous, so idle sockets are given up early.
  // Said for each leg, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment does not open any of them.
  const verified = { rejectUnauthorized: true };
  // Read once, not with each connection: a hundred CAs take their time. A proxy on the way gets nothing of this.
  const own = cert || key || ca ? { secureContext: context({ cert, key, ca }) } : {};
  return new EnvHttpProxyAgent({
    connect: { timeout: timeoutMs, ...verified, ...own },
    requestTls: { timeout: timeoutMs, ...verified, ...own },
    proxyTls: verified,
    keepAliveTimeout: 4000,
    connections: 64,
  });
}

function context({ cert, key, ca }: Certificates) {
  return createSecureContext({
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
  });
}
