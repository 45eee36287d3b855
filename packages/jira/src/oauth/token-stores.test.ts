import { startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisTokenStore } from './token-stores.ts';

const CLIENT = { id: 'client', secret: 'client-secret-1', scope: null, tokenUrl: 'https://auth/token' };
const TOKEN = { token: 'an-access-token-0123456789', lifetimeMs: 60_000 };

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis?.stop());

describe('the access token in Redis', () => {
  it('is what another worker reads, until it ends', async () => {
    const keys = redis.keys();
    await redisTokenStore(redis.client, keys, 1000).save(CLIENT, TOKEN);
    const read = await redisTokenStore(redis.connect(), keys, 1000).read(CLIENT);

    expect(read).toMatchObject(TOKEN);
    expect(read?.leftMs).toBeGreaterThan(50_000);
    expect(read?.leftMs).toBeLessThanOrEqual(60_000);
    await redisTokenStore(redis.client, keys, 1000).save(CLIENT, { ...TOKEN, lifetimeMs: 1 });
    while ((await redis.client.exists(await onlyKey(keys.accessToken('')))) === 1);
    expect(await redisTokenStore(redis.client, keys, 1000).read(CLIENT)).toBeNull();
  });

  it('is not to be read there, and not by who has another secret', async () => {
    const keys = redis.keys();
    const store = redisTokenStore(redis.client, keys, 1000);
    await store.save(CLIENT, TOKEN);
    const key = await onlyKey(keys.accessToken(''));
    const text = (await redis.client.get(key)) ?? '';

    for (const coded of [text, Buffer.from(text, 'base64').toString('latin1'), key]) {
      expect(coded).not.toContain(TOKEN.token);
      expect(coded).not.toContain(CLIENT.secret);
    }
    expect(await store.read({ ...CLIENT, secret: 'another' })).toBeNull();
    // Whoever writes there without the secret gives us no token.
    await redis.client.set(key, Buffer.from(JSON.stringify(TOKEN)).toString('base64'), 'PX', 60_000);
    expect(await store.read(CLIENT)).toBeNull();
  });

  it('that is dropped is gone, unless another stands there by then', async () => {
    const store = redisTokenStore(redis.client, redis.keys(), 1000);
    await store.save(CLIENT, TOKEN);
    await store.drop(CLIENT, 'an older one');
    expect(await store.read(CLIENT)).toMatchObject(TOKEN);
    await store.drop(CLIENT, TOKEN.token);
    expect(await store.read(CLIENT)).toBeNull();
  });

  it('is asked for by one at a time; the turn of who died ends by itself', async () => {
    const keys = redis.keys();
    const [one, two] = [redisTokenStore(redis.client, keys, 60_000), redisTokenStore(redis.connect(), keys, 60_000)];
    const giveBack = await one.takeTurn(CLIENT);

    expect(await two.takeTurn(CLIENT)).toBeNull();
    await giveBack?.();
    expect(await redisTokenStore(redis.client, keys, 1).takeTurn(CLIENT)).not.toBeNull();
    let next = await two.takeTurn(CLIENT);
    while (next === null) next = await two.takeTurn(CLIENT);
    // Who is late gives back nothing of another's.
    await giveBack?.();
    expect(await one.takeTurn(CLIENT)).toBeNull();
  });
});

async function onlyKey(beginning: string): Promise<string> {
  return (await redis.client.keys(`${beginning}*`)).find((key) => !key.endsWith(':turn')) ?? '';
}
