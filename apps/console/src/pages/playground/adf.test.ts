import { parseMarkdown, writeAdf } from '@guance-jira/mapping';
import { type ComponentChild, Fragment, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { adfHtml } from './adf.ts';

const shown = (markdown: string) =>
  renderToString(h(Fragment, null, adfHtml(writeAdf(parseMarkdown(markdown)).content) as ComponentChild));

describe('a description as Jira would show it', () => {
  it.each([
    ['**bold** and *slanted* ~~gone~~', '<p><strong>bold</strong> and <em>slanted</em> <s>gone</s></p>'],
    ['# Title', '<h4>Title</h4>'],
    ['- one\n- two', '<ul><li><p>one</p></li><li><p>two</p></li></ul>'],
    ['3. three', '<ol start="3"><li><p>three</p></li></ol>'],
    ['> said', '<blockquote><p>said</p></blockquote>'],
    ['```\na < b\n```', '<pre>a &lt; b</pre>'],
    ['[here](https://example.com/?a=1&b=2)', '<a href="https://example.com/?a=1&amp;b=2" rel="noreferrer">here</a>'],
    ['a | b\n--|--\n1 | 2', '<th scope="col"><p>a</p></th>'],
  ])('%s', (markdown, expected) => {
    expect(shown(markdown)).toContain(expected);
  });

  it.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '{{7*7}}'])(
    'keeps %s as the text that it is',
    (text) => {
      expect(shown(text)).not.toMatch(/<script|<img|href="javascript/);
    },
  );

  it('makes no link of an address that could be a script, and no markup of what it does not know', () => {
    const link = { type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] };
    const html = renderToString(h(Fragment, null, adfHtml([link, { type: 'new<b>', text: '<b>' }]) as ComponentChild));
    expect(html).toBe('x<div>&lt;b></div>');
  });
});
