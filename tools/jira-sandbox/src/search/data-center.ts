import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { bodyObject } from '../call.ts';
import { fieldFailure } from '../errors.ts';
import { issueBean } from '../issues/bean.ts';
import { listParam } from '../issues/read.ts';
import { arrayOr, stringOr } from '../json.ts';
import { runJql } from './run.ts';

const pageLimit = 1000;

type Wanted = { jql: string; startAt: number; maxResults: number; fields: string[]; expand: string[] };

export function searchPost(call: Call): Answer {
  const body = bodyObject(call);
  const fields = arrayOr(body.fields).filter((field) => typeof field === 'string');
  const expand = arrayOr(body.expand).filter((name) => typeof name === 'string');
  const startAt = readCount('startAt', body.startAt, 0);
  const maxResults = readCount('maxResults', body.maxResults, 50);
  return search(call, { jql: stringOr(body.jql, ''), startAt, maxResults, fields, expand });
}

export function searchGet(call: Call): Answer {
  const number = (name: string, otherwise: number) => Number(call.query.get(name) ?? otherwise) || 0;
  return search(call, {
    jql: call.query.get('jql') ?? '',
    startAt: number('startAt', 0),
    maxResults: number('maxResults', 50),
    fields: listParam(call, 'fields'),
    expand: listParam(call, 'expand'),
  });
}

function search(call: Call, wanted: Wanted): Answer {
  const { issues } = runJql(call, wanted.jql);
  const maxResults = Math.min(wanted.maxResults, pageLimit);
  const page = issues.slice(wanted.startAt, wanted.startAt + maxResults);
  const fields = wanted.fields.length === 0 ? undefined : wanted.fields;
  const view = { fields, properties: [], changelog: wanted.expand.includes('changelog') };
  return {
    status: 200,
    body: {
      expand: 'schema,names',
      startAt: wanted.startAt,
      maxResults,
      total: issues.length,
      issues: page.map((issue) => issueBean(call, issue, view)),
    },
  };
}

function readCount(name: string, value: unknown, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw fieldFailure({}, [`The value '${String(value)}' for '${name}' is not a whole number.`]);
}
