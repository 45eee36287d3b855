import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { type Client, dialects, richFor, withSandbox } from '../testing.ts';

type Received = { body: JsonObject; text: string; headers: IncomingHttpHeaders };

describe.each(dialects)('webhooks of %s', (dialect) => {
  const received: Received[] = [];
  let answers: number[] = [];
  let url = '';
  const server = createServer((req, res) => {
    let text = '';
    req.on('data', (chunk) => {
      text += chunk;
    });
    req.on('end', () => {
      received.push({ body: JSON.parse(text), text, headers: req.headers });
      res.writeHead(answers.shift() ?? 200).end();
    });
  });
  beforeEach(async () => {
    received.length = 0;
    answers = [];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // After listening on a port an address is an object.
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/jira/token`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const until = async (count: number) => {
    while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    return received;
  };
  const events = () => received.map(({ body }) => body.webhookEvent);
  const withHook = (more: object, test: (client: Client) => Promise<void>) =>
    withSandbox({ dialect, webhooks: [{ url, ...more }] }, test);

  it('tell who changed what, with the issue as API version 2 has it', async () => {
    await withHook({}, async ({ sandbox, create }) => {
      const { key, id } = await create({ description: richFor(dialect, 'full') });
      await until(1);
      sandbox.control.editAsPerson(key, { by: 'lina', status: 'done', assignee: 'wangwei' });
      const [made, changed] = await until(2);
      expect(made?.body).toMatchObject({
        ...{ webhookEvent: 'jira:issue_created', issue_event_type_name: 'issue_created' },
        issue: {
          id,
          key,
          fields: { description: expect.stringMatching(/^full/), status: { statusCategory: { key: 'new' } } },
        },
      });
      const lina = dialect === 'cloud' ? { accountId: '5b10ac8d82e05b22cc7d4ef5' } : { name: 'lina' };
      expect(changed?.body).toMatchObject({
        ...{ webhookEvent: 'jira:issue_updated', issue_event_type_name: 'issue_generic', user: lina },
        issue: { key, fields: { status: { statusCategory: { key: 'done' } }, resolution: { name: 'Done' } } },
        timestamp: expect.any(Number),
      });
      expect(changed?.body.changelog).toMatchObject({
        items: [{ fieldId: 'assignee' }, { fieldId: 'status', from: 'new', to: 'done' }, { fieldId: 'resolution' }],
      });
      expect(String(Object(made?.body.issue).self)).toMatch(new RegExp(`^${sandbox.url}/rest/api/2/issue/`));
    });
  });

  it('tell comments and deletions where they are asked for', async () => {
    const asked = ['jira:issue_updated', 'jira:issue_deleted', 'comment_created'];
    await withHook({ events: asked }, async ({ sandbox, create, rest }) => {
      const { key } = await create();
      await rest('POST', `/issue/${key}/comment`, { body: richFor(dialect, 'seen') });
      await until(2);
      sandbox.control.editAsPerson(key, { delete: true });
      await until(3);
      expect(events().toSorted()).toEqual(['comment_created', 'jira:issue_deleted', 'jira:issue_updated']);
      const comment = received.find(({ body }) => body.webhookEvent === 'comment_created');
      expect(comment?.body).toMatchObject({ comment: { body: expect.stringMatching(/^seen/) }, issue: { key } });
    });
  });

  it('are signed with the secret, over the very bytes', async () => {
    await withHook({ secret: 'of-the-webhook' }, async ({ create }) => {
      await create();
      const [one] = await until(1);
      const hmac = createHmac('sha256', 'of-the-webhook')
        .update(one?.text ?? '')
        .digest('hex');
      expect(one?.headers['x-hub-signature']).toBe(`sha256=${hmac}`);
      expect(one?.headers['x-atlassian-webhook-identifier']).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  it.runIf(dialect === 'cloud')('are sent again under the same identifier until they are taken', async () => {
    answers = [503, 429, 202];
    await withHook({ retryAfterMs: 1 }, async ({ create }) => {
      await create();
      await until(3);
      expect(new Set(received.map(({ headers }) => headers['x-atlassian-webhook-identifier'])).size).toBe(1);
      expect(received.map(({ headers }) => headers['x-atlassian-webhook-retry'])).toEqual([undefined, '1', '2']);
    });
  });

  it('come several times or never, as told', async () => {
    await withHook({ copies: 2 }, async ({ sandbox, create }) => {
      const { key } = await create();
      await until(2);
      expect(new Set(received.map(({ headers }) => headers['x-atlassian-webhook-identifier'])).size).toBe(1);
      await sandbox.control.set({ webhooks: [{ url, copies: 0 }] });
      sandbox.control.editAsPerson(key, { status: 'done' });
      await sandbox.control.set({ webhooks: [{ url, secret: 'hidden' }] });
      sandbox.control.editAsPerson(key, { status: 'new' });
      const [, , third] = await until(3);
      expect(third?.body).toMatchObject({ changelog: { items: [{ from: 'done', to: 'new' }, {}] } });
      const settings = await fetch(`${sandbox.controlUrl}/_sandbox/settings`);
      expect(await settings.text()).not.toContain('hidden');
    });
  });
});
