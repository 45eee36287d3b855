import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { restUrl } from '../call.ts';
import { failure } from '../errors.ts';
import { isObject, type Json } from '../json.ts';
import { issueOf, writableIssue } from './of-call.ts';

const valueLimit = 32_768;

export function listProperties(call: Call): Answer {
  const issue = issueOf(call);
  const keys = Object.keys(issue.properties).map((key) => ({ self: selfOf(call, issue.id, key), key }));
  return { status: 200, body: { keys } };
}

export function getProperty(call: Call): Answer {
  const key = call.params.propertyKey ?? '';
  const { properties } = issueOf(call);
  const value = Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (value === undefined) throw failure(404, `The property '${key}' does not exist.`);
  return { status: 200, body: { key, value } };
}

export function putProperty(call: Call): Answer {
  const issue = writableIssue(call);
  const key = call.params.propertyKey ?? '';
  if (call.body === undefined) throw failure(400, 'The property value must be valid JSON.');
  checkProperty(key, call.body);
  const isNew = !Object.hasOwn(issue.properties, key);
  issue.properties[key] = call.body;
  call.state.commit(issue);
  return { status: isNew ? 201 : 200 };
}

export function deleteProperty(call: Call): Answer {
  const issue = writableIssue(call);
  const key = call.params.propertyKey ?? '';
  if (!Object.hasOwn(issue.properties, key)) throw failure(404, `The property '${key}' does not exist.`);
  delete issue.properties[key];
  call.state.commit(issue);
  return { status: 204 };
}

/** The `properties` of a create, edit or comment: `[{ key, value }]`. */
export function readProperties(value: Json | undefined): { key: string; value: Json }[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value))
    throw failure(400, 'Invalid request payload. Refer to the REST API documentation and try again.');
  return value.map((item) => {
    if (!isObject(item) || typeof item.key !== 'string' || item.value === undefined) {
      throw failure(400, 'Invalid request payload. Refer to the REST API documentation and try again.');
    }
    checkProperty(item.key, item.value);
    return { key: item.key, value: item.value };
  });
}

function checkProperty(key: string, value: Json): void {
  if (key === '' || key.length > 255) throw failure(400, 'The property key must be between 1 and 255 characters.');
  if (JSON.stringify(value).length > valueLimit) {
    throw failure(400, `The property value is too long. It exceeds the allowed limit of ${valueLimit} characters.`);
  }
}

function selfOf(call: Call, issueId: string, key: string): string {
  return restUrl(call, `/issue/${issueId}/properties/${encodeURIComponent(key)}`);
}
