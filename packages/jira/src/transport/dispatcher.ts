/** The connections to Jira: direct or by the proxy of the environment, with the certificates of the settings. */
import type { Dispatcher } from 'undici';

/** PEM texts. */
export interface Certificates {
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Trusted besides the CAs that Node knows. */
  readonly ca?: string | undefined;
}

export interface Connections {
  /** For the next request; other connections from the moment on which the certificates are others. */
  dispatcher(): Promise<Dispatcher>;
  close(): Promise<void>;
}

export function openConnections(timeoutMs: number, certificates: () => Certificates): Connections {
  let used = certificates();
  let current = lateAgent(timeoutMs, used);
  const ending = new Set<Promise<void>>();
  return {
    dispatcher: () => {
      const now = certificates();
      if (now.cert === used.cert && now.key === used.key && now.ca === used.ca) return current.get();
      // Requests under way end on the old connections.
      const end = current.close().catch(() => undefined);
      ending.add(end);
      void end.then(() => ending.delete(end));
      used = now;
      current = lateAgent(timeoutMs, now);
      return current.get();
    },
    close: async () => {
      await Promise.all([current.close(), ...ending]);
    },
  };
}

/** undici is a megabyte of code that the console never needs and a worker not before it asks Jira: the first request loads it. */
function lateAgent(timeoutMs: number, { cert, key, ca }: Certificates) {
  // A pooled socket that Jira closes just as we write makes the POST ambiguous, so idle sockets are given up early.
  // Said for each leg, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment does not open any of them.
  const verified = { rejectUnauthorized: true };
  // Read once, not with each connection: a hundred CAs take their time. A proxy on the way gets nothing of this.
  const own = cert || key || ca ? { secureContext: context({ cert, key, ca }) } : {};
  const options = {
    connect: { timeout: timeoutMs, ...verified, ...own },
    requestTls: { timeout: timeoutMs, ...verified, ...own },
    proxyTls: verified,
    keepAliveTimeout: 4000,
    connections: 64,
  };
  let agent: Promise<Dispatcher> | null = null;
  const load = async () => new (await import('undici')).EnvHttpProxyAgent(options);
  return {
    get: () => {
      agent ??= load();
      return agent;
    },
    // After those who wait for the same agent, so that their requests are under way.
    close: async () => (await agent)?.close(),
  };
}

function context({ cert, key, ca }: Certificates) {
  // Here and not by `import`, which reads every name that the module has: one is the list of all CAs.
  const { createSecureContext, getCACertificates } = process.getBuiltinModule('node:tls');
  return createSecureContext({
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
  });
}
