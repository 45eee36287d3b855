/** Where the official OpenAPI documents are wrong or silent. Nothing else is relaxed; a test shows that each entry is needed. */
export type Dialect = 'cloud' | 'datacenter';

export interface Defect {
  readonly dialect: Dialect;
  /** The schema's place in the document, member by member. */
  readonly at: readonly string[];
  /** What stands there, so that a corrected document is noticed. */
  readonly wrong: unknown;
  readonly right: unknown;
  readonly reason: string;
  /** A request that shows it; else the golden create does. */
  readonly shownBy?: { readonly method: string; readonly path: string };
}

export const DEFECTS: readonly Defect[] = [
  {
    dialect: 'datacenter',
    at: ['components', 'schemas', 'IssueUpdateBean', 'properties', 'fields', 'additionalProperties', 'type'],
    wrong: 'object',
    right: ['object', 'array', 'string', 'number', 'boolean', 'null'],
    reason: 'every field would have to be an object; a summary is a string and labels are a list',
  },
  {
    dialect: 'datacenter',
    at: ['components', 'schemas', 'EntityPropertyBean', 'properties', 'value', 'type'],
    wrong: 'string',
    right: ['object', 'array', 'string', 'number', 'boolean', 'null'],
    reason: 'the value of a property would have to be a string; it may be any JSON',
  },
  {
    dialect: 'datacenter',
    at: ['paths', '/api/2/issue/{issueIdOrKey}/transitions', 'get', 'parameters'],
    wrong: [
      { name: 'transitionId', in: 'query', description: 'Transition id', schema: { type: 'string', example: null } },
      {
        name: 'issueIdOrKey',
        in: 'path',
        description: 'Issue id or key',
        required: true,
        schema: { type: 'string', example: null },
      },
    ],
    right: [
      { name: 'transitionId', in: 'query', schema: { type: 'string' } },
      { name: 'expand', in: 'query', schema: { type: 'string' } },
    ],
    reason: 'transitions would have no expand; their own description tells of expand=transitions.fields',
    shownBy: { method: 'GET', path: '/rest/api/2/issue/10001/transitions?expand=transitions.fields' },
  },
  {
    dialect: 'datacenter',
    at: ['components', 'schemas', 'StringList', 'type'],
    wrong: 'object',
    right: ['object', 'string'],
    reason: 'a list in a query would have to be an object; it is words with commas between them',
    shownBy: { method: 'GET', path: '/rest/agile/1.0/board?type=scrum' },
  },
];

/**
 * Paths that a document does not hold, by the one that stands for them. No recent document of Cloud's version 2 is public;
 * `auto` asks for this path because it is the only one that both kinds of Jira have.
 */
export const STANDS_FOR: Readonly<Record<Dialect, Readonly<Record<string, string>>>> = {
  cloud: { '/rest/api/2/serverInfo': '/rest/api/3/serverInfo' },
  datacenter: {},
};

/** Boards and sprints of Cloud stand in a document of their own, and under the same paths in the one of Data Center. */
export const isAgile = ({ path }: { readonly path: string }): boolean => path.startsWith('/rest/agile/1.0/');
