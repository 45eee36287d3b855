import { type Html, html, join } from '@guance-jira/sandbox-pages';
import { isObject, type Json, type JsonObject, stringOr } from '../json.ts';
import { anchor } from './anchor.ts';

/** An Atlassian document as HTML. Kinds it does not know show their text. */
export function renderAdf(node: JsonObject): Html {
  if (typeof node.text === 'string') return renderText(node, node.text);
  const attrs = isObject(node.attrs) ? node.attrs : {};
  const inner = join(children(node).map(renderAdf));
  switch (node.type) {
    case 'paragraph':
      return html`<p>${inner}</p>`;
    case 'heading':
      return heading(Number(attrs.level), inner);
    case 'hardBreak':
      return html`<br>`;
    case 'blockquote':
      return html`<blockquote>${inner}</blockquote>`;
    case 'bulletList':
      return html`<ul>${inner}</ul>`;
    case 'orderedList':
      return html`<ol start="${Number(attrs.order ?? 1)}">${inner}</ol>`;
    case 'listItem':
      return html`<li>${inner}</li>`;
    case 'taskItem':
      return html`<p class="task">${attrs.state === 'DONE' ? '☑' : '☐'} ${inner}</p>`;
    case 'codeBlock':
      return html`<pre><code>${inner}</code></pre>`;
    case 'rule':
      return html`<hr>`;
    case 'panel':
      return html`<div class="panel ${stringOr(attrs.panelType, 'info')}">${inner}</div>`;
    case 'table':
      return html`<table class="doc"><tbody>${inner}</tbody></table>`;
    case 'tableRow':
      return html`<tr>${inner}</tr>`;
    case 'tableCell':
      return html`<td>${inner}</td>`;
    case 'tableHeader':
      return html`<th>${inner}</th>`;
    default:
      return inlineNode(node, attrs, inner);
  }
}

function inlineNode(node: JsonObject, attrs: JsonObject, inner: Html): Html {
  switch (node.type) {
    case 'mention':
      return html`<span class="mention">${stringOr(attrs.text, '@user')}</span>`;
    case 'emoji':
      return html`${stringOr(attrs.text, stringOr(attrs.shortName, ''))}`;
    case 'status':
      return html`<span class="lozenge ${stringOr(attrs.color, 'neutral')}">${stringOr(attrs.text, '')}</span>`;
    case 'date':
      return html`<time>${new Date(Number(attrs.timestamp)).toISOString().slice(0, 10)}</time>`;
    case 'inlineCard':
    case 'blockCard':
      return anchor(stringOr(attrs.url, ''), stringOr(attrs.url, ''));
    default:
      return inner;
  }
}

function heading(level: number, inner: Html): Html {
  switch (level) {
    case 1:
      return html`<h1>${inner}</h1>`;
    case 2:
      return html`<h2>${inner}</h2>`;
    case 3:
      return html`<h3>${inner}</h3>`;
    case 4:
      return html`<h4>${inner}</h4>`;
    case 5:
      return html`<h5>${inner}</h5>`;
    default:
      return html`<h6>${inner}</h6>`;
  }
}

/** Text with its marks around it, the first innermost. */
function renderText(node: JsonObject, text: string): Html {
  return marksOf(node).reduce((inner, mark) => renderMark(mark, inner), html`${text}`);
}

function renderMark(mark: JsonObject, inner: Html): Html {
  const attrs = isObject(mark.attrs) ? mark.attrs : {};
  switch (mark.type) {
    case 'strong':
      return html`<strong>${inner}</strong>`;
    case 'em':
      return html`<em>${inner}</em>`;
    case 'code':
      return html`<code>${inner}</code>`;
    case 'strike':
      return html`<s>${inner}</s>`;
    case 'underline':
      return html`<u>${inner}</u>`;
    case 'subsup':
      return attrs.type === 'sub' ? html`<sub>${inner}</sub>` : html`<sup>${inner}</sup>`;
    case 'link':
      return anchor(stringOr(attrs.href, ''), inner);
    default:
      return inner;
  }
}

function children(node: JsonObject): JsonObject[] {
  return objects(node.content);
}

function marksOf(node: JsonObject): JsonObject[] {
  return objects(node.marks);
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
