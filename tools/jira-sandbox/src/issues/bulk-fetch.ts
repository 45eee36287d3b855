import { z } from 'zod';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { failure } from '../errors.ts';
import { issueBean } from './bean.ts';
import { visibleIssue } from './visible.ts';

const maxIssues = 100;

/** Unknown members are refused, as in the official schema. */
const Body = z.strictObject({
  issueIdsOrKeys: z.array(z.string()),
  fields: z.array(z.string()).optional(),
  fieldsByKeys: z.boolean().optional(),
  expand: z.array(z.string()).optional(),
  properties: z.array(z.string()).max(5).optional(),
});

/** Read from the store, not from the index. What is not there, and what the caller may not see, is left out without a word. */
export function bulkFetchIssues(call: Call): Answer {
  const body = Body.safeParse(call.body ?? {});
  if (!body.success) throw failure(400, 'Invalid request payload. Refer to the REST API documentation and try again.');
  const { issueIdsOrKeys, fields, properties = [], expand = [] } = body.data;
  if (issueIdsOrKeys.length > maxIssues)
    throw failure(400, `The number of issues requested exceeds the limit of ${maxIssues}.`);
  const found = new Map(
    issueIdsOrKeys.flatMap((idOrKey) => visibleIssue(call, idOrKey) ?? []).map((issue) => [issue.id, issue]),
  );
  const view = { fields, properties, changelog: expand.includes('changelog') };
  const issues = [...found.values()].sort((a, b) => Number(a.id) - Number(b.id));
  return { status: 200, body: { issues: issues.map((issue) => issueBean(call, issue, view)), issueErrors: [] } };
}
