import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { issueBean } from './bean.ts';
import { issueOf } from './of-call.ts';

/** Comma lists or repeated parameters, as both are in use. */
export function listParam(call: Call, name: string): string[] {
  return call.query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

export function getIssue(call: Call): Answer {
  const fields = listParam(call, 'fields');
  const view = {
    fields: fields.length === 0 ? undefined : fields,
    properties: listParam(call, 'properties'),
    changelog: listParam(call, 'expand').includes('changelog'),
  };
  return { status: 200, body: issueBean(call, issueOf(call), view) };
}
