/** The issue as it would look in Jira, and the request that makes it, for both products. */
import type { AdfNode } from '@guance-jira/mapping';
import { DIALECTS, type TriedEvent } from '@guance-jira/operations';
import { z } from 'zod';
import { type Html, html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { adfHtml } from './adf.ts';

const Named = z.object({ key: z.string(), name: z.string(), id: z.string() }).partial();
const Description = z.object({ content: z.custom<readonly AdfNode[]>(Array.isArray) });
const Body = z.object({
  fields: z
    .object({
      project: Named,
      issuetype: Named,
      summary: z.string(),
      description: Description.optional(),
      priority: Named.optional(),
      assignee: Named.nullish(),
      labels: z.array(z.string()).default([]),
    })
    .catchall(z.unknown()),
});

export function issuePart({ requests, plan }: TriedEvent, visit: Visit): Html {
  if (requests === null || plan.action !== 'open') return null;
  const { playground: says } = visit.words;
  return html`<section class="card">
    <h2>${says.issue}</h2>
    ${ticket(requests.cloud.body, visit)}
    ${plan.warnings.map((warning) => html`<p class="notice">${warning}</p>`)}
    ${DIALECTS.map((dialect) => {
      const { method, path, body } = requests[dialect];
      return html`<details>
        <summary>${says.requestTo[dialect]} <code>${method} ${path}</code></summary>
        <pre class="raw" tabindex="0">${JSON.stringify(body, null, 2)}</pre>
      </details>`;
    })}
  </section>`;
}

function ticket(body: unknown, { words }: Visit): Html {
  const { playground: says } = words;
  const read = Body.safeParse(body);
  if (!read.success) return null;
  const { project, issuetype, summary, description, priority, assignee, labels, ...others } = read.data.fields;
  const rows: [string, string | undefined][] = [
    [says.fields.priority, priority?.name],
    [says.fields.assignee, assignee?.id ?? assignee?.name],
    [says.fields.labels, labels.join(', ')],
    ...Object.entries(others).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ];
  return html`<article class="ticket">
    <p class="muted">${project.key} / ${issuetype.name ?? issuetype.id}</p>
    <h3>${summary}</h3>
    <dl>${rows.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <div class="adf">${adfHtml(description?.content)}</div>
  </article>`;
}
