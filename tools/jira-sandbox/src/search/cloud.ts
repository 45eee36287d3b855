import { z } from 'zod';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { failure } from '../errors.ts';
import { issueBean } from '../issues/bean.ts';
import { listParam } from '../issues/read.ts';
import type { JsonObject } from '../json.ts';
import type { Issue } from '../state/model.ts';
import { isBounded } from './match.ts';
import { runJql } from './run.ts';

/** Unknown members are refused; ids in `reconcileIssues` are numbers, never keys. */
const Body = z.strictObject({
  jql: z.string().optional(),
  fields: z.array(z.string()).optional(),
  fieldsByKeys: z.boolean().optional(),
  expand: z.string().optional(),
  maxResults: z.number().int().min(1).optional(),
  nextPageToken: z.string().nullish(),
  properties: z.array(z.string()).max(5).optional(),
  reconcileIssues: z.array(z.number().int()).max(50).optional(),
});
type Body = z.infer<typeof Body>;

const Page = z.object({ jql: z.string(), offset: z.number() });
const orderByLimit = 7;

export function searchJqlPost(call: Call): Answer {
  return search(call, readBody(call.body ?? {}));
}

export function searchJqlGet(call: Call): Answer {
  const ids = listParam(call, 'reconcileIssues');
  const maxResults = call.query.get('maxResults');
  return search(
    call,
    readBody({
      jql: call.query.get('jql') ?? undefined,
      fields: call.query.has('fields') ? listParam(call, 'fields') : undefined,
      expand: call.query.get('expand') ?? undefined,
      maxResults: maxResults === null ? undefined : Number(maxResults),
      nextPageToken: call.query.get('nextPageToken') ?? undefined,
      properties: listParam(call, 'properties'),
      reconcileIssues: ids.map(Number),
    }),
  );
}

export function searchRemoved(): Answer {
  throw failure(
    410,
    'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046',
  );
}

function readBody(value: unknown): Body {
  const body = Body.safeParse(value);
  if (body.success) return body.data;
  throw failure(400, 'Invalid request payload. Refer to the REST API documentation and try again.');
}

function search(call: Call, body: Body): Answer {
  const jql = body.jql ?? '';
  const offset = readToken(body.nextPageToken, jql);
  const { query, issues } = runJql(call, jql, (body.reconcileIssues ?? []).map(String));
  if (!isBounded(query.where)) {
    throw failure(400, 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
  }
  if (query.order.length > orderByLimit)
    throw failure(400, `The maximum number of ORDER BY fields is ${orderByLimit}.`);
  const size = Math.min(body.maxResults ?? 50, body.fields === undefined ? 5000 : 100);
  const page = issues.slice(offset, offset + size);
  const isLast = offset + size >= issues.length;
  const nextPageToken = Buffer.from(JSON.stringify({ jql, offset: offset + size })).toString('base64url');
  return {
    status: 200,
    body: { issues: page.map((issue) => bean(call, issue, body)), isLast, ...(isLast ? {} : { nextPageToken }) },
  };
}

/** Without `fields` only the id comes. */
function bean(call: Call, issue: Issue, body: Body): JsonObject {
  const properties = body.properties ?? [];
  const wanted = body.fields ?? [];
  const changelog = (body.expand ?? '').split(',').includes('changelog');
  const whole = issueBean(call, issue, { fields: wanted.length === 0 ? ['id'] : wanted, properties, changelog });
  if (wanted.length > 0 && wanted.some((name) => name !== 'id')) return whole;
  return {
    id: issue.id,
    ...(properties.length > 0 && whole.properties !== undefined ? { properties: whole.properties } : {}),
  };
}

function readToken(token: string | null | undefined, jql: string): number {
  if (token === null || token === undefined) return 0;
  try {
    const page = Page.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    if (page.jql === jql) return page.offset;
  } catch {
    // falls through to the refusal
  }
  throw failure(400, 'The provided next page token is invalid or expired.');
}
