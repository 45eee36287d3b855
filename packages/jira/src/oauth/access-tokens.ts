/**
 * Access tokens for the client credentials of a service account: one for all workers, kept by a store, asked for by one of them at
 * a time, and renewed before it ends.
 */
import type { OAuthClient } from '../access/access.ts';
import type { AccessToken } from './request-token.ts';

export interface TokenStore {
  /** The token that all share, and for how long it is still good. */
  read(client: OAuthClient): Promise<(AccessToken & { readonly leftMs: number }) | null>;
  save(client: OAuthClient, token: AccessToken): Promise<void>;
  /** No longer to be used by anybody; another token that stands there by now stays. */
  drop(client: OAuthClient, token: string): Promise<void>;
  /** Whether this caller is the one to ask for a token; undone by the function that comes back. */
  takeTurn(client: OAuthClient): Promise<(() => Promise<void>) | null>;
}

export interface AccessTokens {
  /** @throws JiraFailure where there is none to be had */
  get(client: OAuthClient): Promise<string>;
  /** Jira refused it. True where another one is to be had, or is there by now: many requests may be under way with one that ends. */
  refused(token: string): boolean;
}

export interface AccessTokensDeps {
  readonly store: TokenStore;
  readonly request: (client: OAuthClient) => Promise<AccessToken>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** Told each token before its first use, so that nothing shows it. */
  readonly onToken?: (token: string) => void;
}

interface Held {
  readonly client: OAuthClient;
  readonly token: string;
  readonly renewAt: number;
  readonly until: number;
}

/** A token is renewed in the last fifth of its life, and not used in its very last part: it must still be good when Jira reads it. */
const RENEW_AT = 0.2;
const UNUSED_AT = 0.02;
const LOOK_AGAIN_MS = 100;
const AFTER_FAILURE_MS = 30_000;

export function createAccessTokens({ store, request, sleep, now, onToken }: AccessTokensDeps): AccessTokens {
  let held: Held | null = null;
  let renewing: { client: OAuthClient; work: Promise<string> } | null = null;
  let bad: string | null = null;
  /** The one in use before. */
  let former: string | null = null;
  /** In place of the refused one the same was given again. */
  let isSameAgain = false;
  let earlyAgainAt = Number.NEGATIVE_INFINITY;

  const hold = (client: OAuthClient, { token, lifetimeMs }: AccessToken, leftMs: number): Held => {
    if (held?.token !== token) {
      onToken?.(token);
      former = held?.token ?? null;
    }
    isSameAgain = token === bad;
    const end = now() + leftMs;
    held = { client, token, renewAt: end - lifetimeMs * RENEW_AT, until: end - lifetimeMs * UNUSED_AT };
    return held;
  };
  const shared = async (client: OAuthClient): Promise<Held | null> => {
    const kept = await store.read(client);
    return kept === null ? null : hold(client, kept, kept.leftMs);
  };
  const renew = async (client: OAuthClient): Promise<string> => {
    if (bad !== null) await store.drop(client, bad);
    // Ends with the request that waits for it, or with the turn of whoever died.
    for (;;) {
      const found = await shared(client);
      if (found !== null && now() < found.renewAt) return found.token;
      const giveBack = await store.takeTurn(client);
      if (giveBack !== null) {
        try {
          const fresh = await request(client);
          await store.save(client, fresh);
          return hold(client, fresh, fresh.lifetimeMs).token;
        } finally {
          await giveBack();
        }
      }
      if (found !== null && now() < found.until) return found.token;
      await sleep(LOOK_AGAIN_MS);
    }
  };
  const renewed = (client: OAuthClient): Promise<string> => {
    if (renewing !== null && isSame(renewing.client, client)) return renewing.work;
    const work = renew(client).finally(() => {
      renewing = null;
    });
    renewing = { client, work };
    return work;
  };

  return {
    get: async (client) => {
      const own = held !== null && isSame(held.client, client) && held.token !== bad ? held : null;
      if (own !== null && now() < own.renewAt) return own.token;
      if (own === null || now() >= own.until) return renewed(client);
      // Early: nobody waits for it, and if it fails there is time for another, but not with each request.
      if (now() >= earlyAgainAt)
        renewed(client).catch(() => {
          earlyAgainAt = now() + AFTER_FAILURE_MS;
        });
      return own.token;
    },
    refused: (token) => {
      if (held?.token !== token) return token === former;
      if (bad === token) return !isSameAgain;
      bad = token;
      return true;
    },
  };
}

function isSame(a: OAuthClient, b: OAuthClient): boolean {
  return a.id === b.id && a.secret === b.secret && a.scope === b.scope && a.tokenUrl === b.tokenUrl;
}
