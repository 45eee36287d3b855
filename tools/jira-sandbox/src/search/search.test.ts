import { describe, expect, it } from 'vitest';
import { dialects, richFor, withSandbox } from '../testing.ts';

describe.each(dialects)('search on %s', (dialect) => {
  it('sees a new issue and a changed label only after the index lag', async () => {
    let now = Date.UTC(2026, 10, 22, 12);
    await withSandbox(
      { dialect, indexLagMs: 30_000 },
      async ({ create, search, rest }) => {
        const { key } = await create({ labels: ['a'] });
        now += 29_999;
        expect(await search('labels = a')).toEqual([]);
        now += 1;
        expect(await search('labels = a')).toEqual([key]);
        await rest('PUT', `/issue/${key}`, { update: { labels: [{ add: 'b' }, { remove: 'a' }] } });
        expect([await search('labels = a'), await search('labels = b')]).toEqual([[key], []]);
        now += 30_000;
        expect([await search('labels = a'), await search('labels = b')]).toEqual([[], [key]]);
      },
      { now: () => now },
    );
  });

  it('follows a lag that is changed while it runs, and a flush', async () => {
    await withSandbox({ dialect, indexLagMs: 3_600_000 }, async ({ sandbox, create, search }) => {
      const first = await create();
      expect(await search('project = OPS')).toEqual([]);
      sandbox.control.flushIndex();
      expect(await search('project = OPS')).toEqual([first.key]);
      const second = await create();
      expect(await search('project = OPS')).toEqual([first.key]);
      await sandbox.control.set({ indexLagMs: 0 });
      expect(await search('project = OPS')).toEqual([second.key, first.key]);
    });
  });

  it('leaves one issue out for a time of its own and finds younger ones, until a flush', async () => {
    let now = Date.UTC(2026, 0, 1);
    await withSandbox(
      { dialect, stragglers: { probability: 0.5, forMs: 60_000 } },
      async ({ sandbox, create, search }) => {
        const [straggler, seen] = [await create(), await create()];
        expect(await search('project = OPS')).toEqual([seen.key]);
        now += 60_000;
        expect(await search('project = OPS')).toEqual([seen.key, straggler.key]);
        await sandbox.control.set({ stragglers: null });
        sandbox.control.fault({ path: 'create', action: 'pass', made: { unseenForMs: 1000 } });
        const third = await create();
        expect(await search('project = OPS')).toEqual([seen.key, straggler.key]);
        sandbox.control.flushIndex();
        sandbox.control.hideFromSearch(seen.key, 1000);
        expect(await search('project = OPS')).toEqual([third.key, straggler.key]);
      },
      { now: () => now, random: sequence(0.1, 0.9) },
    );
  });

  it('finds by every condition of the subset', async () => {
    await withSandbox({ dialect }, async ({ sandbox, create, search }) => {
      const a = await create({ labels: ['x', 'shared'] });
      const b = await create({ labels: ['shared'] });
      const c = await create({ project: { key: 'DBA' } });
      sandbox.control.editAsPerson(b.key, { status: 'done' });
      const found = async (jql: string) => (await search(jql)).sort();
      expect(await found('project = OPS AND labels = "x"')).toEqual([a.key]);
      expect(await found('project in (OPS, DBA)')).toEqual([c.key, a.key, b.key]);
      expect(await found('labels in (x, y)')).toEqual([a.key]);
      expect(await found('labels is EMPTY AND project = "运维" OR project = DBA')).toEqual([c.key]);
      expect(await found('resolution is EMPTY and project = OPS')).toEqual([a.key]);
      expect(await found('statusCategory != Done and project = OPS')).toEqual([a.key]);
      expect(await found('statusCategory = 完成')).toEqual([b.key]);
      expect(await found('NOT (project = OPS)')).toEqual([c.key]);
      expect(await found(`key = ${a.key} OR id in (${b.id})`)).toEqual([a.key, b.key]);
      expect(await found('creator = currentUser() AND created >= -10m')).toHaveLength(3);
      expect(await found('created >= "-10m" AND created > "2020/01/01 00:00"')).toHaveLength(3);
      expect(await found('created < "2020/01/01 00:00"')).toEqual([]);
      expect(await search('project = OPS ORDER BY created ASC')).toEqual([a.key, b.key]);
      expect(await search('project = OPS ORDER BY id desc')).toEqual([b.key, a.key]);
    });
  });

  it('reads a date as a wall clock in the zone of the one who asks', async () => {
    const now = Date.UTC(2026, 10, 22, 12, 0, 30);
    const accounts = [
      {
        login: 'bot',
        email: 'bot@example.com',
        apiToken: 'sandbox-token',
        password: 'sandbox-password',
        timeZone: 'Asia/Shanghai',
      },
    ];
    await withSandbox(
      { dialect, accounts },
      async ({ create, search }) => {
        const { key } = await create();
        expect(await search('created >= "2026/11/22 20:00"')).toEqual([key]);
        expect(await search('created >= "2026/11/22 20:01"')).toEqual([]);
      },
      { now: () => now },
    );
  });

  it.each([
    ['project = NOPE', "The value 'NOPE' does not exist for the field 'project'."],
    ['key = OPS-99', "An issue with key 'OPS-99' does not exist for field 'key'."],
    ['colour = red', "Field 'colour' does not exist or you do not have permission to view it."],
    ['constructor = red', "Field 'constructor' does not exist or you do not have permission to view it."],
    ['labels ~ x', "The operator '~' is not supported by the 'labels' field."],
    ['created >= soon', "Date value 'soon' for field 'created' is invalid."],
    ['creator = me()', "Unable to find JQL function 'me()'."],
    ['project = OPS AND', 'Expecting a field name'],
    ['project OPS', 'Expecting operator'],
    ['labels = "x', 'has not been completed'],
    ['labels = a+b', 'is a reserved JQL character'],
    ['project = OPS ORDER BY colour', "Not able to sort using field 'colour'."],
  ])('answers %s with 400 in words of Jira', async (jql, words) => {
    await withSandbox({ dialect }, async ({ rest }) => {
      const { status, json } = await rest('POST', dialect === 'cloud' ? '/search/jql' : '/search', { jql });
      expect({ status, json }).toEqual({
        status: 400,
        json: { errorMessages: [expect.stringContaining(words)], warningMessages: [] },
      });
    });
  });
});

describe('search on Cloud', () => {
  it('gives ids only, pages by token and tells no total', async () => {
    await withSandbox({}, async ({ create, rest }) => {
      const made = [await create(), await create(), await create()];
      const first = await rest('POST', '/search/jql', { jql: 'project = OPS order by id asc', maxResults: 2 });
      expect(first.json).toEqual({
        issues: made.slice(0, 2).map(({ id }) => ({ id })),
        isLast: false,
        nextPageToken: expect.any(String),
      });
      const nextPageToken = first.json.nextPageToken ?? '';
      const rest2 = await rest('POST', '/search/jql', {
        jql: 'project = OPS order by id asc',
        maxResults: 2,
        nextPageToken,
      });
      expect(rest2.json).toEqual({ issues: [{ id: made[2]?.id }], isLast: true });
      expect((await rest('POST', '/search/jql', { jql: 'project = DBA', nextPageToken })).status).toBe(400);
    });
  });

  it('reads after write for reconciled ids only', async () => {
    await withSandbox({ indexLagMs: 3_600_000 }, async ({ create, search }) => {
      const named = await create();
      await create();
      expect(await search('project = OPS', { reconcileIssues: [Number(named.id)] })).toEqual([named.key]);
      expect(await search('project = DBA', { reconcileIssues: [Number(named.id)] })).toEqual([]);
    });
  });

  it.each([
    [{ reconcileIssues: ['OPS-1'] }],
    [{ reconcileIssues: Array.from({ length: 51 }, (_, n) => n) }],
    [{ properties: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    [{ startAt: 0 }],
  ])('refuses %j', async (more) => {
    await withSandbox({}, async ({ rest }) => {
      const { status, json } = await rest('POST', '/search/jql', { jql: 'project = OPS', ...more });
      expect([status, json.errorMessages]).toEqual([
        400,
        ['Invalid request payload. Refer to the REST API documentation and try again.'],
      ]);
    });
  });

  it('refuses a search over everything, and the old search', async () => {
    await withSandbox({}, async ({ rest }) => {
      expect((await rest('POST', '/search/jql', { jql: 'order by created' })).text).toContain('Unbounded JQL');
      expect((await rest('POST', '/search', { jql: 'project = OPS' })).status).toBe(410);
    });
  });

  it('shows properties where asked', async () => {
    await withSandbox({}, async ({ create, rest }) => {
      const { id } = await create({}, { properties: [{ key: 'mine', value: { a: 1 } }] });
      const { json } = await rest('POST', '/search/jql', { jql: 'project = OPS', properties: ['mine'] });
      expect(json.issues).toEqual([{ id, properties: { mine: { a: 1 } } }]);
    });
  });
});

describe('search on Data Center', () => {
  it('pages by startAt and tells the total', async () => {
    await withSandbox({ dialect: 'datacenter' }, async ({ create, rest }) => {
      for (let n = 0; n < 3; n += 1) await create();
      const { json } = await rest('POST', '/search', {
        jql: 'project = OPS order by id asc',
        startAt: 1,
        maxResults: 1,
        fields: ['summary'],
      });
      expect(json).toMatchObject({ startAt: 1, maxResults: 1, total: 3, issues: [{ key: 'OPS-2' }] });
    });
  });

  it('knows neither the new search nor version 3', async () => {
    await withSandbox({ dialect: 'datacenter' }, async ({ sandbox, rest }) => {
      expect((await rest('POST', '/search/jql', { jql: 'project = OPS' })).status).toBe(404);
      expect((await fetch(`${sandbox.url}/rest/api/3/serverInfo`)).status).toBe(404);
    });
  });
});

function sequence(...values: number[]): () => number {
  return () => values.shift() ?? 1;
}

describe.each(dialects)('full text on %s', (dialect) => {
  it('finds words, beginnings, phrases and Chinese in what `text`, `summary`, `description` and `comment` hold', async () => {
    const fields = { customfield_1: { name: 'Runbook', type: 'text' as const } };
    await withSandbox({ dialect, fields }, async ({ create, search, rest }) => {
      const one = await create({ summary: 'Disk share is full', description: richFor(dialect, '登录华为云控制台') });
      const two = await create({ summary: '磁盘使用率过高', customfield_1: 'restart nginx' });
      await rest('POST', `/issue/${two.key}/comment`, { body: richFor(dialect, 'share was cleaned') });
      const rows: [string, string[]][] = [
        ['summary ~ disk', [one.key]],
        ['summary ~ "full disk"', [one.key]],
        ['summary ~ "\\"full disk\\""', []],
        ['summary ~ "\\"disk share\\""', [one.key]],
        ['summary ~ dis', []],
        ['summary ~ "dis*"', [one.key]],
        ['summary ~ "disk -share"', []],
        ['summary ~ 使用率', [two.key]],
        ['summary !~ disk', [two.key]],
        ['description ~ 华为云', [one.key]],
        ['comment ~ cleaned', [two.key]],
        ['text ~ share', [two.key, one.key]],
        ['text ~ nginx', [two.key]],
        ['text ~ "share nginx"', [two.key]],
        ['text ~ OPS', []],
      ];
      for (const [jql, keys] of rows) expect(await search(jql), jql).toEqual(keys);
      await expect(search('summary = disk')).rejects.toThrow(
        "The operator '=' is not supported by the 'summary' field.",
      );
      await expect(search('text ~ ""')).rejects.toThrow('empty string');
      await expect(search('labels ~ x')).rejects.toThrow('not supported');
    });
  });
});
