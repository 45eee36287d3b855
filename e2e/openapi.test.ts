/** docs/openapi.yaml against what is really answered: every answer of the webhook, and every command's `--json`. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cliIn } from '../apps/cli/src/testing/cli.ts';
import { repoRoot, SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';

const document = parse(readFileSync(`${repoRoot}/docs/openapi.yaml`, 'utf8'));
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).addSchema({
  $id: 'openapi',
  components: document.components,
});

describe('the receiver', () => {
  const [free, bound, small] = ['a-token-for-all-of-it', 'a-token-of-a-workspace', 'a-token-that-is-small'];
  const jira = 'a-token-for-what-jira-tells';
  let stack: Stack;
  const seen = new Set<string>();
  beforeAll(async () => {
    stack = await startStack({
      started: false,
      receiverEnv: {
        WEBHOOK_TOKENS: `${free},small:${small},bound@wksp_other:${bound}`,
        ...{ JIRA_WEBHOOK_TOKENS: jira, JIRA_WEBHOOK_SECRET: 'secret-of-the-webhook-of-jira' },
        WEBHOOK_EVENTS_PER_MINUTE: '6',
        SPOOL_MAX_EVENTS: '1',
      },
    });
    await stack.receiver.start();
  });
  afterAll(async () => {
    await stack.close();
  });

  it('answers a delivery as the description says, whatever comes of it', async () => {
    const event = sampleEvent();
    await holds(await deliver(free, event), 202, 'queued');
    await holds(await deliver(free, event), 202, 'duplicate');
    await holds(await deliver(free, { df_title: 'a test' }), 202, 'ignored');
    await holds(
      await deliver(bound, [sampleEvent(), sampleEvent({ df_workspace_uuid: 'wksp_other' })]),
      202,
      'refused',
    );
    await holds(await deliver(bound, sampleEvent()), 403, 'wrong_workspace');
    await holds(await deliver(free, '"'), 400, 'invalid_json');
    await holds(await deliver(free, ' '.repeat(1_100_000)), 413, 'body_too_large');
    await holds(
      await deliver(free, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
    );
    await holds(await ask('GET', `/webhook/guance/${free}`), 405, 'method_not_allowed');
    await holds(await ask('POST', '/webhook/guance/too/deep', '{}'), 404, 'not_found');
    await holds(
      await deliver(
        small,
        Array.from({ length: 6 }, () => sampleEvent()),
      ),
      202,
      'queued',
    );
    const tooMany = await deliver(small, sampleEvent());
    await holds(tooMany, 429, 'too_many_events');
    expect(Number(tooMany.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('answers with the token in the header likewise', async () => {
    const answer = await ask('POST', '/webhook/guance', JSON.stringify({ df_title: 'a test' }), {
      authorization: `Bearer ${free}`,
    });
    await holds(answer, 202, 'ignored', '/webhook/guance');
  });

  it('answers what Jira tells likewise', async () => {
    const tell = (body: string, headers: Record<string, string> = {}, token = jira) =>
      ask('POST', `/webhook/jira/${token}`, body, { 'x-atlassian-webhook-identifier': 'one', ...headers });
    const signed = (body: string) => ({
      'x-hub-signature': `sha256=${createHmac('sha256', 'secret-of-the-webhook-of-jira').update(body).digest('hex')}`,
    });
    const path = '/webhook/jira/{token}';
    const change = '{"issue":{"id":"10001","key":"OPS-1"}}';
    await holds(await tell(change, signed(change)), 202, 'queued', path);
    await holds(await tell(change, signed(change)), 202, 'duplicate', path);
    await holds(await tell('{}', signed('{}')), 202, '"accepted":[]', path);
    await holds(await tell(change), 401, 'X-Hub-Signature', path);
    await holds(await tell(change, signed(change), free), 401, 'unauthorized', path);
    await holds(await tell('{', signed('{')), 400, 'invalid_json', path);
    await holds(await tell(' '.repeat(1_100_000)), 413, 'body_too_large', path);
    await holds(await ask('GET', `/webhook/jira/${jira}`), 405, 'method_not_allowed', path);
  });

  it('tells how it is as the description says', async () => {
    await holds(await ask('GET', '/healthz'), 200, 'ok', '/healthz', 'get');
    await holds(await ask('GET', '/readyz'), 200, 'ready', '/readyz', 'get');
  });

  it('refuses a wrong token, and too many of them, as the description says', async () => {
    await holds(await deliver('a-token-that-is-wrong', {}), 401, 'unauthorized');
    await stack.waitFor('the refusal of all further ones', async () => {
      const answer = await deliver('a-token-that-is-wrong', {});
      if (answer.status !== 429) return false;
      await holds(answer, 429, 'too_many_requests');
      return true;
    });
  });

  it('answers while Redis is away as the description says', async () => {
    await stack.redis.stop();
    await holds(await deliver(bound, sampleEvent({ df_workspace_uuid: 'wksp_other' })), 202, 'spooled');
    const full = await stack.waitFor('a full spool', async () => {
      const answer = await deliver(bound, sampleEvent({ df_workspace_uuid: 'wksp_other' }));
      return answer.status === 503 && answer;
    });
    await holds(full, 503, 'unavailable');
    expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0);
    const state = await ask('GET', '/readyz');
    await holds(state, state.status, '', '/readyz', 'get');
    await stack.redis.start();
    await stack.waitFor('an empty spool', async () => (await (await ask('GET', '/readyz')).text()).includes('"ready"'));
  });

  it('has given every code that the description knows, but that of an internal error', () => {
    const codes: string[] = document.components.schemas.Error.properties.error.properties.code.enum;
    expect(codes.filter((code) => !seen.has(code))).toEqual(['internal_error']);
  });

  /** @param says a word that the answer must hold, so that it is the one that is meant */
  async function holds(
    answer: Response,
    status: number,
    says: string,
    path = '/webhook/guance/{token}',
    method = 'post',
  ) {
    const body = await answer.clone().json();
    const described = document.paths[path][method].responses[status];
    expect([answer.status, JSON.stringify(body)]).toEqual([status, expect.stringContaining(says)]);
    const { $ref } = described.content['application/json'].schema;
    expect([says, faultsOf($ref, body)]).toEqual([says, null]);
    if (body.error) seen.add(body.error.code);
  }

  function deliver(token: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return ask('POST', `/webhook/guance/${token}`, typeof body === 'string' ? body : JSON.stringify(body), headers);
  }

  function ask(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Response> {
    const sent = body === undefined ? {} : { body, headers: { 'content-type': 'application/json', ...headers } };
    return fetch(`${stack.receiverUrl}${path}`, { method, ...sent });
  }
});

describe('the commands', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ dialect: 'cloud', workerEnv: { ...SHORT_TIMEOUTS, JIRA_GROUP: 'fault' } });
    await writeFile(join(stack.dir, 'event.json'), JSON.stringify(sampleEvent()));
    await writeFile(join(stack.dir, 'many.json'), JSON.stringify([sampleEvent(), sampleEvent(), { df_title: 'x' }, 7]));
    await writeFile(join(stack.dir, 'recipe.py'), 'JIRA(url, auth=x).create_issue(project="OPS", summary=a.b())\n');
    await mkdir(join(stack.dir, 'imported'));
    await writeFile(join(stack.dir, 'wrong.yaml'), 'routes: [{ name: a, projekt: OPS }]\n');
    await writeFile(
      join(stack.dir, 'lost.yaml'),
      'routes: [{ name: a, project: NOWHERE, issueType: Task, group: event }]\n',
    );
  });
  afterAll(async () => {
    await stack.close();
  });

  it.each([
    ['Validate', ['validate'], 0],
    ['Validate', ['validate', '--offline'], 0],
    ['Validate', ['validate', '--rules', 'lost.yaml'], 1],
    ['Validate', ['validate', '--rules', 'wrong.yaml'], 78],
    ['Explain', ['explain', 'event.json'], 0],
    ['Explain', ['explain', 'event.json', '--offline', '--set', 'df_status=ok'], 0],
    ['Explain', ['explain', 'many.json', '--each'], 1],
    ['Doctor', ['doctor'], null],
    ['Pause', ['pause', '--until', '1h'], 0],
    ['Resume', ['resume'], 0],
    ['Resume', ['resume'], 0],
    ['Import', ['import', 'recipe.py'], 0],
    ['Import', ['import', 'recipe.py', '--to', 'imported', '--yes'], 0],
    ['CommandError', ['import', 'event.json'], 1],
    ['CommandError', ['pause'], 2],
    ['CommandError', ['find', 'OPS-1', '--wrong'], 2],
    ['CommandError', ['explain', 'nothing.json'], 2],
    ['Doctor', ['doctor', '--distrust-ledger'], 0],
  ] as const)('%s: %j', async (schema, argv, code) => {
    await holds(schema, argv, code);
  });

  it('Find: an event that was handled, its issue, one that failed, and nothing', async () => {
    const [event, lost] = [sampleEvent(), sampleEvent({ df_fault_id: 'another' })];
    await stack.send(event);
    const { issueKey } = await outcomeOf(event.df_event_id);
    await holds('Find', ['find', event.df_event_id], 0);
    await holds('Find', ['find', String(issueKey)], 0);
    await holds('Find', ['find', 'event-of-nobody'], 1);

    await stack.worker.stop();
    stack.worker.env.RULES_FILE = join(stack.dir, 'lost.yaml');
    await stack.worker.start();
    await stack.send(lost);
    await outcomeOf(lost.df_event_id);
    await holds('Find', ['find', lost.df_event_id], 0);
    await holds('Replay', ['replay', '--all'], 0);
    await holds('Replay', ['replay', '--event', 'event-of-nobody'], null);
    await holds('Replay', ['replay', '--all', '--yes'], 0);
  });

  const outcomeOf = (id: string) =>
    stack.waitFor(`the outcome of ${id}`, () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === id),
    );

  /** @param code null: as it comes */
  async function holds(schema: string, argv: readonly string[], code: number | null) {
    const { RULES_FILE: _, ...worker } = stack.worker.env;
    const cli = cliIn({
      env: { ...worker, PUBLIC_URL: stack.receiverUrl },
      io: { resolvePath: (path) => join(stack.dir, path) },
    });
    const ended = await cli(...argv, '--json');
    if (code !== null) expect([argv, ended.code, ended.out]).toEqual([argv, code, ended.out]);
    expect([argv, faultsOf(`#/components/schemas/${schema}`, ended.json())]).toEqual([argv, null]);
  }
});

it('would notice a field that the description does not have', () => {
  expect(faultsOf('#/components/schemas/Accepted', { accepted: [] })).toBeNull();
  expect(faultsOf('#/components/schemas/Accepted', { accepted: [], more: 1 })).not.toBeNull();
});

/** What the schema finds wrong; null when nothing. */
function faultsOf(ref: string, value: unknown): unknown {
  const validate = ajv.compile({ $ref: `openapi${ref}` });
  return validate(value) ? null : validate.errors;
}
