import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@guance-jira/local-stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, sampleEvent, startStack, waitFor } from '../harness/index.ts';
import { type FrontProxy, hasProxy, type ProxyName, startProxy } from './proxies.ts';

const JIRA = 'token-of-jira-behind-the-proxy';

// In CI a missing proxy fails in beforeAll: a skip there would go unseen.
const PROXIES = (['nginx', 'caddy'] as const).map((name): [string, ProxyName, boolean] => {
  const skip = !hasProxy(name) && process.env.CI !== 'true';
  return [`${name}${skip ? ` (skipped: no ${name})` : ''}`, name, skip];
});

for (const [title, name, skip] of PROXIES) {
  describe.skipIf(skip)(`the example for ${title}`, () => {
    let dir: string;
    let stack: Stack;
    let proxy: FrontProxy;
    let webhook: string;
    const body = () => JSON.stringify(sampleEvent());

    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'guance-jira-proxy-'));
      stack = await startStack({ started: false, receiverEnv: { TRUST_PROXY: 'loopback', JIRA_WEBHOOK_TOKENS: JIRA } });
      await stack.receiver.start();
      const receiverPort = Number(new URL(stack.receiverUrl).port);
      proxy = await startProxy(name, dir, await freePort(), receiverPort);
      webhook = `/webhook/guance/${stack.token}`;
      await waitFor(`${name} answers`, async () => (await proxy.ask('GET', '/readyz')).status === 200);
    });
    afterAll(async () => {
      await proxy?.stop();
      await stack?.close();
      await rm(dir, { recursive: true, force: true });
    });

    it('lets deliveries and health checks through, and nothing else', async () => {
      expect(await proxy.ask('POST', webhook, body())).toMatchObject({
        status: 202,
        body: expect.stringContaining('queued'),
      });
      const change = '{"issue":{"id":"10001","key":"OPS-1"}}';
      expect(await proxy.ask('POST', `/webhook/jira/${JIRA}`, change)).toMatchObject({
        status: 202,
        body: expect.stringContaining('queued'),
      });
      expect((await proxy.ask('GET', '/healthz')).status).toBe(200);
      for (const path of ['/dashboard', '/metrics', '/', `/guance/${stack.token}`, '/healthz/x'])
        expect([path, (await proxy.ask('GET', path)).status]).toEqual([path, 404]);
    });

    it('leaves it to the receiver to say that a body is too large', async () => {
      // The receiver answers before it has read such a body. A proxy that still writes then may call that a bad gateway.
      const answer = await stack.waitFor('the answer of the receiver', async () => {
        const { status, body } = await proxy.ask('POST', webhook, JSON.stringify({ a: 'x'.repeat(1_500_000) }));
        return status !== 502 && [status, body];
      });

      expect(answer).toEqual([413, expect.stringContaining('body_too_large')]);
    });

    it('writes the token nowhere, however the path is spelt, also while the receiver is away', async () => {
      const spellings = [
        webhook,
        `${webhook}?token=${stack.token}`,
        `${webhook}/`,
        `//webhook//guance/${stack.token}`,
        `/%77ebhook/guance/${stack.token}`,
        `/webhook/%67uance/${stack.token}`,
        `/x/../webhook/guance/${stack.token}`,
        `/WEBHOOK/guance/${stack.token}`,
        `/${stack.token}`,
        `/webhook/jira/${JIRA}`,
        `//webhook/%6aira/${JIRA}`,
      ];
      for (const path of spellings) await proxy.ask('POST', path, body());
      await stack.receiver.stop();
      expect((await proxy.ask('POST', webhook, body())).status).toBe(502);
      await stack.receiver.start();
      expect((await proxy.ask('POST', webhook, body())).status).toBe(202);
      // What is written last shows that all before it is written too.
      const last = name === 'nginx' ? /502 [^\n]*\n[^\n]* 202 [^\n]*$/ : /"status":502[\s\S]*"status":202/;
      const written = await waitFor('the last line', async () => {
        const text = (await proxy.written()).trim();
        return last.test(text) && text;
      });

      expect(written).not.toContain(stack.token);
      if (name === 'nginx') expect(written).toMatch(/POST \/webhook\/guance\/\*\*\* 202 /);
      else expect(written).toContain('"uri":"(masked)"');
    });

    // nginx cannot wait; there the socket unit of systemd does it.
    it.runIf(name === 'caddy')('waits while the receiver restarts', async () => {
      await stack.receiver.stop();
      const waiting = proxy.ask('POST', webhook, body());
      await pause(300);
      await stack.receiver.start();

      expect((await waiting).status).toBe(202);
    });
  });
}
