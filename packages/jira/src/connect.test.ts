import { afterEach, describe, expect, it } from 'vitest';
import { connectTracker } from './connect.ts';
import { normaliseSite } from './site.ts';
import { http, type RawServer, rawServer } from './testing/raw-server.ts';
import { connectLater } from './tracker/late-tracker.ts';

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

describe('which Jira it is', () => {
  it.each([
    ['Cloud', 'cloud'],
    ['cloud', 'cloud'],
    ['Server', 'datacenter'],
    ['DataCenter', 'datacenter'],
    [undefined, 'datacenter'],
    ['something new', 'datacenter'],
  ])('serverInfo that says %s means %s', async (deploymentType, kind) => {
    const server = await jira({ deploymentType, baseUrl: 'https://jira.example.com' });
    const tracker = await connect('auto', `${server.url}/jira`);

    expect(tracker.deployment).toBe(kind);
    expect(server.requests.map((request) => request.split(' ')[1])).toEqual(['/jira/rest/api/2/serverInfo']);
  });

  it.each(['cloud', 'datacenter'] as const)('is not asked when JIRA_DEPLOYMENT says %s', async (deployment) => {
    const server = await jira({});

    expect((await connect(deployment, server.url)).deployment).toBe(deployment);
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['auto', { deploymentType: 'Cloud', baseUrl: 'https://x.atlassian.net/' }, 'https://x.atlassian.net/browse/OPS-1'],
    ['cloud', { deploymentType: 'Cloud', baseUrl: 'https://x.atlassian.net' }, 'https://x.atlassian.net/browse/OPS-1'],
  ] as const)(
    'through the gateway (%s) the pages for people are those of serverInfo',
    async (deployment, info, url) => {
      const server = await jira(info);
      const site = `${server.url}/api.atlassian.com/ex/jira/1111-2222`;
      const tracker = await connect(deployment, site);

      expect(tracker).toMatchObject({ deployment: 'cloud', site });
      expect(tracker.issueUrl('OPS-1')).toBe(url);
      expect(server.requests[0]).toContain('/ex/jira/1111-2222/rest/api/2/serverInfo');
    },
  );

  it('takes people to the site itself where there is no gateway, whatever its base URL says', async () => {
    const server = await jira({ deploymentType: 'Cloud', baseUrl: 'https://renamed.atlassian.net' });

    expect((await connect('auto', server.url)).issueUrl('OPS-1')).toBe(`${server.url}/browse/OPS-1`);
  });

  it.each([
    [http(200, '<html>', { 'content-type': 'text/html' }), { cause: 'not_json' }],
    [http(200, '[]'), { cause: 'unexpected' }],
    [http(200, ''), { cause: 'unexpected' }],
    [http(503, ''), { status: 503 }],
  ])('is not known from %j', async (answer, facts) => {
    const server = await rawServer((socket) => socket.write(answer));
    opened.push(server);

    await expect(connect('auto', server.url)).rejects.toMatchObject({ facts });
  });
});

describe('normaliseSite', () => {
  it.each([
    ['HTTPS://Jira.Example.COM:443/', 'https://jira.example.com'],
    ['http://jira:80/jira//', 'http://jira/jira'],
    ['http://jira:8080/Jira', 'http://jira:8080/Jira'],
    ['https://api.atlassian.com/ex/jira/1-2/', 'https://api.atlassian.com/ex/jira/1-2'],
    ['http://jira:443', 'http://jira:443'],
    ['https://[2001:DB8::1]:443/jira/./', 'https://[2001:db8::1]/jira'],
    ['https://jira.例子.cn/', 'https://jira.xn--fsqu00a.cn'],
  ])('writes %s as %s', (url, site) => {
    expect(normaliseSite(url)).toBe(site);
  });
});

describe('connectLater', () => {
  it('finds out once for all who ask at the same time, and again after a failure', async () => {
    const server = await jira({ deploymentType: 'Cloud' });
    let tries = 0;
    let ill = true;
    const later = connectLater('http://jira.example', async () => {
      tries += 1;
      if (ill) throw new Error('down');
      return connect('auto', server.url);
    });

    const first = await Promise.allSettled([later.ready(), later.whoAmI(), later.hasIssues()]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect([tries, later.known(), later.deployment]).toEqual([1, null, null]);
    expect(later.issueUrl('OPS-1')).toBe('http://jira.example/browse/OPS-1');
    ill = false;
    await Promise.all([later.ready(), later.ready()]);
    await later.ready();
    expect([tries, later.deployment]).toEqual([2, 'cloud']);
    expect(later.issueUrl('OPS-1')).toBe(`${server.url}/browse/OPS-1`);
  });
});

async function jira(info: object): Promise<RawServer> {
  const server = await rawServer((socket) => socket.write(http(200, JSON.stringify(info))));
  opened.push(server);
  return server;
}

async function connect(deployment: 'auto' | 'cloud' | 'datacenter', baseUrl: string) {
  const tracker = await connectTracker(deployment, { baseUrl, authorization: () => 'Bearer x', timeoutMs: 5000 });
  opened.push(tracker);
  return tracker;
}
