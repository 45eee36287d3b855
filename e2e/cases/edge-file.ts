import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { repoRoot } from '../harness/index.ts';

const Answer = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.json().optional(),
});

/** What several cases have; the words of the others are for people, and their runs know them by id. */
const EdgeCase = z.object({
  id: z.string(),
  title: z.string(),
  input: z.looseObject({
    deployment: z.enum(['cloud', 'datacenter']).optional(),
    settings: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    for_ms: z.number().optional(),
    for_s: z.number().optional(),
    requests: z.union([z.string(), z.array(z.string())]).optional(),
    answer: Answer.optional(),
    waiting_in_it: z.partialRecord(z.enum(['create', 'comment', 'transition', 'look-up']), z.string()).optional(),
  }),
});
export type EdgeCase = z.infer<typeof EdgeCase>;

const EdgeFile = z.object({ cases: z.array(EdgeCase) });

/** Cases of what stands before Jira; null on a user's machine. */
export function readEdgeCases(): EdgeCase[] | null {
  const path = `${repoRoot}/../shared/cases/edge.json`;
  return existsSync(path) ? EdgeFile.parse(JSON.parse(readFileSync(path, 'utf8'))).cases : null;
}

/** The answer of a case as rules of the sandbox, for the requests that the case names, such as `PUT .../issue/<id>`. */
export function rulesOf({ input }: EdgeCase, answer = input.answer, requests = input.requests): object[] {
  const rule = { times: 'forever', action: { page: answer } };
  if (!Array.isArray(requests)) return [{ ...rule, path: 'any' }];
  return requests.map((request) => {
    const [method = '', path = ''] = request.replace('/search/jql', '/search(/jql)?').split(' ...');
    const pattern = path.replaceAll('<id>', '[^/]+').replaceAll('<key>', '[A-Z]+-[0-9]+');
    return { ...rule, method, path: `^/rest/api/[23]${pattern}(\\?|$)` };
  });
}

/** Issues are read by their keys after a lost answer alone. */
export const BY_KEYS = ['POST .../issue/bulkfetch', 'GET .../issue/<key>'];
/** With these alone refused, a request is made and judged whose reading before would else never succeed. */
export const WRITES_AND_LOOKS = [
  'POST .../issue',
  'POST .../issue/<id>/transitions',
  'PUT .../issue/<id>',
  'POST .../search/jql',
  ...BY_KEYS,
];
