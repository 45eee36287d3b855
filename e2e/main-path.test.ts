import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, sampleEvent, startStack } from './harness/index.ts';

describe.each(['cloud', 'datacenter'] as const)('one event on its way to %s', (dialect) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ dialect });
  });
  afterAll(() => stack.close());

  it('becomes one issue, however often it is delivered', async () => {
    const event = sampleEvent();

    const first = await stack.send(event);
    const issue = await stack.waitFor('the issue', async () => (await stack.jira.issues())[0]);
    const again = await Promise.all(Array.from({ length: 5 }, () => stack.send(event)));
    const other = sampleEvent({ df_title: 'a later one' });
    await stack.send(other);
    await stack.waitFor('the later issue', async () => (await stack.jira.issues())[1]);

    expect(first).toMatchObject({
      status: 202,
      body: { accepted: [{ eventId: event.df_event_id, status: 'queued' }] },
    });
    expect(again.map(({ body }) => body)).toEqual(
      again.map(() => ({ accepted: [{ eventId: event.df_event_id, status: 'duplicate' }] })),
    );
    expect(issue).toMatchObject({ summary: '实例名称为 share 磁盘使用率过高' });
    expect(await stack.jira.issues()).toHaveLength(2);
  });

  it('leaves one log line with the key of its issue', async () => {
    const event = sampleEvent();

    await stack.send(event);

    const line = await stack.waitFor('the line', () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === event.df_event_id),
    );
    expect(line).toMatchObject({ outcome: 'created', route: 'default', attempt: 1, reason: null });
    expect(line.issueKey).toMatch(/^OPS-\d+$/);
    expect(line.faultKey).toEqual(expect.any(String));
    expect(line.durationMs).toEqual(expect.any(Number));
  });

  it('costs one request to Jira once the worker knows the place', async () => {
    const before = (await stack.jira.requests()).length;

    const event = sampleEvent();
    await stack.send(event);
    await stack.waitFor('its line', () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === event.df_event_id),
    );

    const requests = (await stack.jira.requests()).slice(before);
    // The sandbox notes a request when it is answered, so an earlier event's create may come in late.
    const ours = requests.filter(
      (request) => request.kind !== 'create' || JSON.stringify(request).includes(event.df_event_id),
    );
    expect(ours.map(({ method, path }) => `${method} ${path}`)).toEqual([
      dialect === 'cloud' ? 'POST /rest/api/3/issue' : 'POST /rest/api/2/issue',
    ]);
  });

  it('a recovery opens no issue and a test of Guance is ignored with its reason', async () => {
    const recovery = sampleEvent({ df_status: 'ok', df_sub_status: 'ok' });

    await stack.send(recovery);
    await stack.send({ df_title: '测试 Webhook 对接' });
    const later = sampleEvent();
    await stack.send(later);
    await stack.waitFor('the later line', () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === later.df_event_id),
    );

    const lines = await stack.waitFor('both lines', () => {
      const ignored = [stack.receiver, stack.worker]
        .flatMap(({ log }) => log.named('event handled'))
        .filter(({ outcome }) => outcome === 'ignored');
      return ignored.length === 2 && ignored;
    });
    expect(lines.map(({ reason }) => reason).sort()).toEqual(['notice', 'recovery']);
  });
});
