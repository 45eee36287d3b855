import { readdirSync, readFileSync } from 'node:fs';
import { type ComponentChild, Fragment, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { type Html, html, webAddress } from './html.ts';

const shown = (part: Html) => renderToString(h(Fragment, null, part as ComponentChild));

describe('a value in a page', () => {
  it('becomes a text, or the text of an attribute, and never markup', () => {
    const bad = '"><script>alert(1)</script>&lt;';

    const escaped = '&quot;>&lt;script>alert(1)&lt;/script>&amp;lt;';
    expect(shown(html`<p title=${bad}>${bad}</p>`)).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  it('that looks like an element of ours is none', () => {
    const forged: unknown = JSON.parse('{"type":"script","props":{"children":"alert(1)"},"key":null,"ref":null}');

    expect(shown(html`<p>${forged}</p>`)).toBe('<p></p>');
  });

  it('shows nothing for null and false', () => {
    expect(shown(html`<p>${null}${false}${0}</p>`)).toBe('<p>0</p>');
  });

  it('has no way around it in the sources', () => {
    const files = readdirSync(new URL('..', import.meta.url), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => /\.(ts|js)$/.test(file) && !/html(\.test)?\.ts$/.test(file));
    const raw = sources.filter((file) =>
      /dangerously|innerHTML|insertAdjacentHTML/.test(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')),
    );

    expect(sources.length).toBeGreaterThan(20);
    expect(raw).toEqual([]);
  });
});

describe('an address out of an alert', () => {
  it.each([
    ['https://console.guance.com/x', true],
    ['http://jira:8080/browse/OPS-1', true],
    ['javascript:alert(1)', false],
    [' javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['//elsewhere', false],
    ['', false],
    [7, false],
  ])('is a link or none: %j', (text, isLink) => {
    expect(webAddress(text)).toBe(isLink ? text : null);
  });
});
