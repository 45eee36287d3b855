import { describe, expect, it } from 'vitest';
import { sampleSite } from '../site/site.ts';
import { basic, dialects, richFor, withSandbox } from '../testing.ts';
import { renderAdf } from './render-adf.ts';
import { renderWiki } from './render-wiki.ts';

describe('wiki markup', () => {
  it.each([
    ['a\nb', '<p>a<br>b</p>'],
    ['a\\\\b', '<p>a<br>b</p>'],
    ['{quote}\na\nb\n{quote}', '<blockquote><p>a<br>b</p></blockquote>'],
    ['bq. a', '<blockquote><p>a</p></blockquote>'],
    ['h2. Title\ntext', '<h2>Title</h2><p>text</p>'],
    [
      '*b* _e_ -d- +i+ ^s^ ~u~ ??c??',
      '<p><strong>b</strong> <em>e</em> <del>d</del> <ins>i</ins> <sup>s</sup> <sub>u</sub> <cite>c</cite></p>',
    ],
    // As the program writes marks beside a letter that is no blank: `使用率**过高**了`.
    ['使用率{*}过高{*}了{_}停{_}{-}旧{-}', '<p>使用率<strong>过高</strong>了<em>停</em><del>旧</del></p>'],
    ['主机{{{}web-01{}}}的{{x}}', '<p>主机<code>web-01</code>的<code>x</code></p>'],
    ['{*}a{_} {?}', '<p>{*}a{_} {?}</p>'],
    ['a*b*c 2*3 snake_case_name', '<p>a*b*c 2*3 snake_case_name</p>'],
    ['\\*b\\* \\{code\\} \\[x\\] \\| \\!', '<p>*b* {code} [x] | !</p>'],
    ['{{mono}}', '<p><code>mono</code></p>'],
    [
      '[text|https://a.example/x?y=1&z=2]',
      '<p><a href="https://a.example/x?y=1&amp;z=2" rel="noreferrer noopener nofollow">text</a></p>',
    ],
    [
      '[https://a.example]',
      '<p><a href="https://a.example" rel="noreferrer noopener nofollow">https://a.example</a></p>',
    ],
    [
      'see https://a.example/b.',
      '<p>see <a href="https://a.example/b" rel="noreferrer noopener nofollow">https://a.example/b</a>.</p>',
    ],
    ['[x|javascript:alert(1)]', '<p>[x|javascript:alert(1)]</p>'],
    ['[~admin]', '<p><span class="mention">@admin</span></p>'],
    [
      '||a||b||\n|1|2 \\| 3|',
      '<table class="doc"><tbody><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2 | 3</td></tr></tbody></table>',
    ],
    [
      '|| a|[t|https://a.example]|',
      '<table class="doc"><tbody><tr><th>a</th><td><a href="https://a.example" rel="noreferrer noopener nofollow">t</a></td></tr></tbody></table>',
    ],
    ['* a\n** b\n* c\n# d', '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>d</li></ol>'],
    ['{code:java}\n*x* <b>\n{code}after', '<pre><code>*x* &lt;b&gt;</code></pre><p>after</p>'],
    ['{noformat}[a]{noformat}', '<pre><code>[a]</code></pre>'],
    ['{code} never closed', '<p>{code} never closed</p>'],
    ['----', '<hr>'],
    ['<script>&"', '<p>&lt;script&gt;&amp;&quot;</p>'],
  ])('%j', (markup, expected) => {
    expect(renderWiki(markup).text).toBe(expected);
  });
});

describe('ADF', () => {
  const doc = (...content: object[]) => JSON.parse(JSON.stringify({ type: 'doc', version: 1, content }));
  const text = (value: string, ...marks: object[]) => ({ type: 'text', text: value, marks });
  const p = (...content: object[]) => ({ type: 'paragraph', content });

  it.each([
    [
      p(text('a'), { type: 'hardBreak' }, text('b', { type: 'strong' }, { type: 'em' })),
      '<p>a<br><em><strong>b</strong></em></p>',
    ],
    [
      p(text('x', { type: 'link', attrs: { href: 'https://a.example' } })),
      '<p><a href="https://a.example" rel="noreferrer noopener nofollow">x</a></p>',
    ],
    [p(text('x', { type: 'link', attrs: { href: 'javascript:alert(1)' } })), '<p>x</p>'],
    [p(text('<b>', { type: 'code' })), '<p><code>&lt;b&gt;</code></p>'],
    [{ type: 'blockquote', content: [p(text('q'))] }, '<blockquote><p>q</p></blockquote>'],
    [{ type: 'heading', attrs: { level: 3 }, content: [text('h')] }, '<h3>h</h3>'],
    [{ type: 'codeBlock', content: [{ type: 'text', text: '1\n2' }] }, '<pre><code>1\n2</code></pre>'],
    [{ type: 'bulletList', content: [{ type: 'listItem', content: [p(text('i'))] }] }, '<ul><li><p>i</p></li></ul>'],
    [
      { type: 'panel', attrs: { panelType: 'warning' }, content: [p(text('!'))] },
      '<div class="panel warning"><p>!</p></div>',
    ],
    [
      { type: 'table', content: [{ type: 'tableRow', content: [{ type: 'tableHeader', content: [p(text('h'))] }] }] },
      '<table class="doc"><tbody><tr><th><p>h</p></th></tr></tbody></table>',
    ],
    [{ type: 'unheardOf', content: [p(text('still there'))] }, '<p>still there</p>'],
  ])('%j', (node, expected) => {
    expect(renderAdf(doc(node)).text).toBe(expected);
  });
});

describe.each(dialects)('pages on %s', (dialect) => {
  const evil = '<img src=x onerror=alert(1)>"\'';

  it('show the list and the issue, escaped, with nothing that could run', async () => {
    await withSandbox({ dialect, contextPath: '/jira' }, async ({ sandbox, create, rest }) => {
      const { key } = await create(
        { summary: evil, labels: [evil.replaceAll(' ', '')], description: richFor(dialect, evil) },
        { properties: [{ key: evil, value: evil }] },
      );
      await rest('POST', `/issue/${key}/comment`, { body: richFor(dialect, evil) });
      await rest('PUT', `/issue/${key}`, { fields: { summary: `${evil} changed` } });
      for (const path of ['/', `/browse/${key}`]) {
        const page = await fetch(sandbox.url + path);
        const text = await page.text();
        expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
        expect(text).toContain('sandbox — not a real Jira');
        expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
        expect(text).not.toMatch(/<img|<script|https?:\/\//);
      }
      expect((await fetch(`${sandbox.url}/sandbox.css`)).headers.get('content-type')).toContain('text/css');
    });
  });

  it('show the fields of the project as people read them, and who else belongs to the issue', async () => {
    const pacher = dialect === 'cloud' ? { accountId: '5b10a2844c20165700ede21g' } : { name: 'pacher' };
    await withSandbox({ ...sampleSite, dialect }, async ({ sandbox, create, rest }) => {
      const parent = await create({
        ...{
          customfield_10102: richFor(dialect, 'call the duty'),
          customfield_10106: { value: 'Ops', child: { value: 'DBA' } },
        },
        ...{
          customfield_10108: [pacher],
          customfield_10114: 23,
          components: [{ name: 'Database' }, { name: 'Network' }],
        },
        ...{ customfield_10112: 'https://example.com/d', customfield_10101: 98.6 },
      });
      await create({ issuetype: { name: 'Sub-task' }, parent: { key: parent.key } });
      await rest('POST', `/issue/${parent.key}/watchers`);
      sandbox.control.editAsPerson(parent.key, { archived: true });
      const page = await (await fetch(`${sandbox.url}/browse/${parent.key}`)).text();
      for (const shown of [
        '<p>call the duty</p>',
        '>Ops / DBA<',
        '>Pacher Wang<',
        '>OPS Sprint 5<',
        '>Database, Network<',
      ])
        expect(page).toContain(shown);
      for (const shown of ['>98.6<', 'Sub-tasks', 'Watchers', 'Archived']) expect(page).toContain(shown);
      expect(await (await fetch(`${sandbox.url}/browse/OPS-2`)).text()).toContain(`/browse/${parent.key}"`);
    });
  });

  it('lead from a former key to the new one, and say so when there is nothing', async () => {
    await withSandbox({ dialect }, async ({ sandbox, create }) => {
      const { key } = await create();
      sandbox.control.editAsPerson(key, { moveTo: 'DBA' });
      expect((await fetch(`${sandbox.url}/browse/${key}`)).url).toBe(`${sandbox.url}/browse/DBA-1`);
      expect((await fetch(`${sandbox.url}/browse/OPS-77`)).status).toBe(404);
    });
  });

  it('ask for a login where they are not open to all', async () => {
    await withSandbox({ dialect, anonymousWeb: false }, async ({ sandbox }) => {
      expect((await fetch(sandbox.url)).status).toBe(401);
      expect((await fetch(sandbox.url, { headers: basic('bot', 'sandbox-password') })).status).toBe(200);
      expect((await fetch(sandbox.url, { headers: basic('bot', 'wrong') })).status).toBe(401);
    });
  });

  it('let a person close, refuse, reopen, assign and comment, and nobody else', async () => {
    await withSandbox({ dialect, contextPath: '/jira' }, async ({ sandbox, create }) => {
      const { key } = await create();
      const press = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
        const body = new URLSearchParams(fields);
        const answer = await fetch(`${sandbox.url}/browse/${key}`, {
          method: 'POST',
          redirect: 'manual',
          body,
          headers,
        });
        const [issue] = sandbox.control.issues();
        return [answer.status, issue?.status, issue?.resolutionId, issue?.assignee];
      };
      const buttons = async () =>
        [...(await (await fetch(`${sandbox.url}/browse/${key}`)).text()).matchAll(/name="action" value="(.*?)"/g)].map(
          ([, name]) => name,
        );
      expect(await buttons()).toEqual(['start', 'done', 'wont-do', 'assign', 'comment']);
      expect(await press({ action: 'assign', assignee: 'wangwei' })).toEqual([303, 'new', null, 'wangwei']);
      expect(await press({ action: 'start' })).toEqual([303, 'indeterminate', null, 'wangwei']);
      expect(await press({ action: 'done' })).toEqual([303, 'done', '10000', 'wangwei']);
      expect(await buttons()).toEqual(['reopen', 'assign', 'comment']);
      expect(await press({ action: 'wont-do' })).toEqual([303, 'done', '10000', 'wangwei']);
      expect(await press({ action: 'reopen' })).toEqual([303, 'new', null, 'wangwei']);
      expect(await press({ action: 'wont-do' })).toEqual([303, 'done', '10001', 'wangwei']);
      await press({ action: 'comment', comment: 'mine' });
      expect(sandbox.control.issues()[0]?.comments).toMatchObject([{ author: 'lina' }]);
      expect((await press({ action: 'reopen' }, { origin: 'http://evil.example' })).slice(0, 2)).toEqual([403, 'done']);
      expect((await press({})).slice(0, 1)).toEqual([400]);
    });
  });

  it('offer the closing statuses of a workflow of its own', async () => {
    await withSandbox({ ...sampleSite, dialect }, async ({ sandbox }) => {
      const open = sandbox.control.issues().find(({ status }) => status === 'Open');
      const body = new URLSearchParams({ action: 'wont-do' });
      await fetch(`${sandbox.url}/browse/${open?.key}`, { method: 'POST', redirect: 'manual', body });
      expect(open).toMatchObject({ status: 'Cancelled', resolutionId: '10001' });
    });
  });
});
