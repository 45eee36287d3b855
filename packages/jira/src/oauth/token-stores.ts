/** Where the access token is kept: in Redis for all workers, encrypted; in memory for a command that is over in seconds. */
import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';
import { DELETE_IF, type Keys, type RedisClient } from '@guance-jira/queue';
import { z } from 'zod';
import type { OAuthClient } from '../access/access.ts';
import type { TokenStore } from './access-tokens.ts';
import type { AccessToken } from './request-token.ts';

const Kept = z.object({ token: z.string().min(1), lifetimeMs: z.number().positive() });

/**
 * Only who has the client secret can read what is kept, and could get a token anyway: neither Redis nor a copy of it gives one
 * away. Other credentials have keys of their own.
 * @param turnMs longer than a request for a token can take; then the turn of a worker that died is another's
 */
export function redisTokenStore(redis: RedisClient, keys: Keys, turnMs: number): TokenStore {
  const keyOf = (client: OAuthClient) => keys.accessToken(printOf(client));
  const readText = async (client: OAuthClient) => opened(await redis.get(keyOf(client)), client);
  return {
    read: async (client) => {
      const kept = await readText(client);
      const leftMs = kept === null ? 0 : await redis.pttl(keyOf(client));
      return kept === null || leftMs <= 0 ? null : { ...kept, leftMs };
    },
    save: async (client, token) => {
      await redis.set(keyOf(client), sealed(token, client), 'PX', Math.ceil(token.lifetimeMs));
    },
    drop: async (client, token) => {
      const text = await redis.get(keyOf(client));
      if (opened(text, client)?.token === token) await DELETE_IF(redis, [keyOf(client)], [text ?? '']);
    },
    takeTurn: async (client) => {
      const turn = `${keyOf(client)}:turn`;
      const mine = randomBytes(12).toString('hex');
      if ((await redis.set(turn, mine, 'PX', turnMs, 'NX')) === null) return null;
      return async () => void (await DELETE_IF(redis, [turn], [mine]));
    },
  };
}

export function memoryTokenStore(): TokenStore {
  return { read: async () => null, save: async () => {}, drop: async () => {}, takeTurn: async () => async () => {} };
}

function printOf(client: OAuthClient): string {
  return hash('sha256', JSON.stringify([client.id, client.secret, client.scope, client.tokenUrl]), 'hex').slice(0, 24);
}

function keyOf({ id, secret }: OAuthClient): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, id, 'guance-jira access token', 32));
}

function sealed(token: AccessToken, client: OAuthClient): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(client), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(token), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
}

/** Null for what was not sealed with this secret, by whoever. */
function opened(text: string | null, client: OAuthClient): AccessToken | null {
  try {
    const bytes = Buffer.from(text ?? '', 'base64');
    const cipher = createDecipheriv('aes-256-gcm', keyOf(client), bytes.subarray(0, 12), { authTagLength: 16 });
    cipher.setAuthTag(bytes.subarray(12, 28));
    return Kept.parse(JSON.parse(cipher.update(bytes.subarray(28), undefined, 'utf8') + cipher.final('utf8')));
  } catch {
    return null;
  }
}
