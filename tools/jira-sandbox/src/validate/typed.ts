import type { Call } from '../call.ts';
import { failure } from '../errors.ts';
import type { Field } from '../fields/field.ts';
import { visibleLevels } from '../issues/security.ts';
import { isObject, type Json } from '../json.ts';
import type { Project } from '../state/model.ts';
import { readDate, readDateTime } from './dates.ts';
import { each, readCascade, readNamedChoice, readOption } from './options.ts';
import { readGroup, readUser } from './people.ts';
import { type Read, readLabel, readRichText, refuseUnstorable } from './text.ts';

const shortTextLimit = 255;

/** A value by the kind of its field: what is stored, or Jira's word why not. null is taken for nothing. */
export function readTyped(call: Call, project: Project, field: Field, value: Json): Read<Json> {
  if (value === null) return { value };
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' ? { value } : { error: 'Operation value must be a number' };
    case 'text':
      return readShortText(call, value);
    case 'url':
      return readUrl(call, value);
    case 'textarea':
      return readLongText(call, value);
    case 'date':
      return readDate(value);
    case 'datetime':
      return readDateTime(value);
    case 'labels':
      return each(value, (item) => readLabel(call, item));
    case 'select':
    case 'radio':
      return readOption(call, field, value);
    case 'multiselect':
    case 'checkboxes':
      return each(value, (item) => readOption(call, field, item));
    case 'cascading':
      return readCascade(call, field, value);
    case 'components':
      return each(value, (item) => readNamedChoice(field, 'Component', item));
    case 'versions':
      return each(value, (item) => readNamedChoice(field, 'Version', item));
    case 'security':
      return readSecurity(call, field, value);
    case 'user':
      return readUser(call, value);
    case 'multiuser':
      return each(value, (item) => readUser(call, item));
    case 'group':
      return readGroup(call, project, value);
    case 'multigroup':
      return each(value, (item) => readGroup(call, project, item));
    case 'sprint':
      return readSprint(call, value);
    case 'organizations':
      return each(value, (item) => readOrganization(field, item));
    case 'requesttype':
      return readRequestType(field, value);
    default:
      return { value };
  }
}

function readShortText(call: Call, value: Json): Read<Json> {
  if (typeof value !== 'string') return { error: 'Operation value must be a string' };
  refuseUnstorable(call, value);
  if (value.length <= shortTextLimit) return { value };
  return { error: `The entered text is too long. It exceeds the allowed limit of ${shortTextLimit} characters.` };
}

/** Jira takes a URL field's value only with a scheme that it knows; its words are from memory. */
function readUrl(call: Call, value: Json): Read<Json> {
  const text = readShortText(call, value);
  if ('error' in text || (typeof value === 'string' && (value === '' || isUrl(value)))) return text;
  return { error: 'Not a valid URL' };
}

function isUrl(text: string): boolean {
  return /^(https?|ftp|file|mailto):/i.test(text) && URL.canParse(text);
}

function readLongText(call: Call, value: Json): Read<Json> {
  if (call.apiVersion === '2' && value === '') return { value: null };
  const text = readRichText(call, value);
  if ('error' in text) return text;
  return { value: text.value.form === 'adf' ? text.value.doc : text.value.text };
}

/** Only levels that the account is in itself. In the words of getsentry/sentry#102837. */
function readSecurity(call: Call, field: Field, value: Json): Read<Json> {
  const { id, name } = isObject(value) ? value : {};
  const found = visibleLevels(call, field).find((level) => (id === undefined ? level.value === name : level.id === id));
  if (found === undefined) return { error: 'Specify a valid security level (id or name)' };
  return { value: { id: found.id, name: found.value } };
}

/** Takes a bare number and answers anything else without naming a field, as recorded (pycontribs and others). */
function readSprint({ state }: Call, value: Json): Read<Json> {
  if (typeof value !== 'number') throw failure(400, 'Number value expected as the Sprint id.');
  const { sprints } = state.site;
  if (sprints.length > 0 && !sprints.some(({ id }) => id === value))
    throw failure(400, `The sprint with id '${value}' does not exist.`);
  return { value };
}

function readOrganization(field: Field, value: Json): Read<Json> {
  if (typeof value !== 'number') return { error: 'Operation value must be a number' };
  const isThere = field.options.length === 0 || field.options.some(({ id }) => id === String(value));
  return isThere ? { value } : { error: `The organization with id '${value}' does not exist.` };
}

/** `<portal>/<request type>`, or the id of the request type. */
function readRequestType(field: Field, value: Json): Read<Json> {
  if (typeof value !== 'string') return { error: 'Operation value must be a string' };
  const isThere = field.options.length === 0 || field.options.some((type) => type.value === value || type.id === value);
  return isThere ? { value } : { error: `The request type '${value}' is not valid.` };
}
