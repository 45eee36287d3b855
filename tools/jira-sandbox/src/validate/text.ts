import type { Call } from '../call.ts';
import { failure } from '../errors.ts';
import { isObject, type Json } from '../json.ts';
import type { RichText } from '../state/model.ts';
import { isAdf } from './adf.ts';

const richTextLimit = 32_767;

/** Either what is to be stored or Jira's word why not. */
export type Read<T> = { value: T } | { error: string };

export function readSummary(call: Call, value: Json): Read<string> {
  if (value === null || value === '') return { error: 'You must specify a summary of the issue.' };
  if (typeof value !== 'string') return { error: 'Operation value must be a string' };
  if (value.trim() === '') return { error: 'You must specify a summary of the issue.' };
  if (/[\r\n]/.test(value)) return { error: 'The summary is invalid because it contains newline characters.' };
  if (call.state.isCloud && value.length > 255) return { error: "Summary can't exceed 255 characters." };
  if (!call.state.isCloud && value.length >= 255) return { error: 'Summary must be less than 255 characters.' };
  refuseUnstorable(call, value);
  return { value };
}

/** v3 takes documents only, v2 and Data Center strings only. The limit counts what is stored: a document as its JSON. */
export function readRichText(call: Call, value: Json, label = '32,767'): Read<RichText> {
  if (call.apiVersion === '3') {
    if (!isObject(value))
      return { error: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)' };
    if (!isAdf(value)) throw failure(400, 'INVALID_INPUT');
    refuseUnstorable(call, textsIn(value));
    return JSON.stringify(value).length > richTextLimit ? tooLong(label) : { value: { form: 'adf', doc: value } };
  }
  if (typeof value !== 'string') return { error: 'Operation value must be a string' };
  refuseUnstorable(call, value);
  return value.length > richTextLimit ? tooLong(label) : { value: { form: 'wiki', text: value } };
}

export function readLabel(call: Call, value: Json): Read<string> {
  if (typeof value !== 'string') return { error: 'string expected at index 0' };
  if (/\s/.test(value)) return { error: `The label '${value}' contains spaces which is invalid.` };
  if (value.length > 255) return { error: `The label '${value}' exceeds the maximum length of 255 characters.` };
  refuseUnstorable(call, value);
  return { value };
}

/** Characters that the database refuses. Jira then names no field. */
export function refuseUnstorable(call: Call, text: string): void {
  const fourBytes = /[\u{10000}-\u{10FFFF}]/u.test(text);
  const never = text.includes('\0') || !text.isWellFormed();
  if (!never && !(fourBytes && call.state.settings.mysqlUtf8 && !call.state.isCloud)) return;
  throw failure(
    400,
    "We can't create this issue for you right now, it could be due to unsupported content you've entered into one or more of the issue fields. If this situation persists, contact your administrator as they'll be able to access more specific information in the log file.",
  );
}

/** All of a document, joined: not its JSON, in which the letters of an escape that a text shows look like half an emoji. */
function textsIn(value: Json): string {
  const texts: string[] = [];
  JSON.stringify(value, (key, item: unknown) => {
    texts.push(key, typeof item === 'string' ? item : '');
    return item;
  });
  return texts.join(' ');
}

function tooLong(limit: string): { error: string } {
  return { error: `The entered text is too long. It exceeds the allowed limit of ${limit} characters.` };
}
