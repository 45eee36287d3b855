import { describe, expect, it } from 'vitest';
import { parseNodes } from './nodes.ts';
import { RedisSettings, redisFaults } from './settings.ts';

describe('parseNodes', () => {
  it('reads names, addresses, and IPv6 in brackets', () => {
    expect(parseNodes('redis-1:26379, 10.0.0.2:1,[::1]:65535,')).toEqual({
      nodes: [
        { host: 'redis-1', port: 26_379 },
        { host: '10.0.0.2', port: 1 },
        { host: '::1', port: 65_535 },
      ],
      problems: [],
    });
  });

  it.each(['a', 'a:', ':1', 'a:0', 'a:65536', 'a:1:2', '::1:6379', 'redis://a:1', 'user:pw@a:1', 'a b:1', 'a:1;b:1'])(
    'refuses %j without repeating it',
    (text) => {
      const { problems } = parseNodes(`ok:1,${text}`);
      expect(problems).toEqual([expect.stringMatching(/^part 2 must be host:port/)]);
    },
  );

  it('refuses a list of nothing', () => {
    expect(parseNodes(' , ').problems).toHaveLength(1);
  });
});

describe('redisFaults', () => {
  const CERT = '-----BEGIN CERTIFICATE-----';
  const KEY = '-----BEGIN EC PRIVATE KEY-----';

  it.each([
    [{ REDIS_SENTINELS: 'a:1' }, ['REDIS_MASTER']],
    [{ REDIS_MASTER: 'm' }, ['REDIS_SENTINELS']],
    [{ REDIS_SENTINELS: 'a:1', REDIS_MASTER: 'm', REDIS_CLUSTER_NODES: 'b:1' }, ['REDIS_CLUSTER_NODES']],
    [{ REDIS_CLUSTER_NODES: 'b:1', REDIS_URL: 'redis://a/3' }, ['REDIS_URL']],
    [{ REDIS_TLS_CERT: CERT, REDIS_URL: 'rediss://a' }, ['REDIS_TLS_KEY']],
    [{ REDIS_TLS_KEY: KEY }, ['REDIS_TLS_CERT']],
    [{ REDIS_TLS_CERT: CERT, REDIS_TLS_KEY: KEY, REDIS_URL: 'redis://a' }, ['REDIS_URL']],
    [{}, []],
    [{ REDIS_URL: 'redis://a/3' }, []],
    [{ REDIS_SENTINELS: 'a:1', REDIS_MASTER: 'm', REDIS_URL: 'rediss://u:p@a/3' }, []],
    [{ REDIS_CLUSTER_NODES: 'b:1', REDIS_URL: 'redis://a' }, []],
    [{ REDIS_CLUSTER_NODES: 'b:1', REDIS_URL: 'redis://a/' }, []],
    [{ REDIS_CLUSTER_NODES: 'b:1', REDIS_URL: 'redis://a/0' }, []],
    [{ REDIS_TLS_CERT: CERT, REDIS_TLS_KEY: KEY, REDIS_URL: 'rediss://a' }, []],
  ])('%j → %j', (env, names) => {
    expect(redisFaults(env).map((fault) => fault.split(':')[0])).toEqual(names);
  });
});

describe('RedisSettings', () => {
  it.each(['REDIS_URL', 'REDIS_SENTINEL_PASSWORD', 'REDIS_TLS_KEY'] as const)('marks %s as a secret', (name) => {
    expect(RedisSettings.shape[name].meta()?.secret).toBe(true);
  });
});
