/** A document of Jira Cloud as elements: every text stays a text, and a link leads to http or https only. */
import type { AdfMark, AdfNode } from '@guance-jira/mapping';
import { type Html, html, webAddress } from '../html.ts';

export function adfHtml(nodes: readonly AdfNode[] | undefined): Html {
  return (nodes ?? []).map(node);
}

function node({ type, attrs, content, text, marks }: AdfNode): Html {
  const inside = adfHtml(content);
  switch (type) {
    case 'text':
      return (marks ?? []).reduceRight<Html>(marked, text ?? '');
    case 'hardBreak':
      return html`<br />`;
    case 'paragraph':
      return html`<p>${inside}</p>`;
    case 'heading':
      return heading(Number(attrs?.level), inside);
    case 'bulletList':
      return html`<ul>${inside}</ul>`;
    case 'orderedList':
      return html`<ol start=${Number(attrs?.order ?? 1)}>${inside}</ol>`;
    case 'listItem':
      return html`<li>${inside}</li>`;
    case 'blockquote':
      return html`<blockquote>${inside}</blockquote>`;
    case 'codeBlock':
      return html`<pre>${inside}</pre>`;
    case 'rule':
      return html`<hr />`;
    case 'table':
      return html`<div class="scroll" tabindex="0" role="region"><table class="figures">${html`<tbody>${inside}</tbody>`}</table></div>`;
    case 'tableRow':
      return html`<tr>${inside}</tr>`;
    case 'tableHeader':
      return html`<th scope="col">${inside}</th>`;
    case 'tableCell':
      return html`<td>${inside}</td>`;
    default:
      return html`<div>${inside}${text ?? ''}</div>`;
  }
}

/** Below the headings of the page itself. */
function heading(level: number, inside: Html): Html {
  if (level <= 1) return html`<h4>${inside}</h4>`;
  return level === 2 ? html`<h5>${inside}</h5>` : html`<h6>${inside}</h6>`;
}

function marked(inside: Html, { type, attrs }: AdfMark): Html {
  switch (type) {
    case 'strong':
      return html`<strong>${inside}</strong>`;
    case 'em':
      return html`<em>${inside}</em>`;
    case 'strike':
      return html`<s>${inside}</s>`;
    case 'code':
      return html`<code>${inside}</code>`;
    case 'link': {
      const href = webAddress(attrs?.href);
      return href === null ? inside : html`<a href=${href} rel="noreferrer">${inside}</a>`;
    }
    default:
      return inside;
  }
}
