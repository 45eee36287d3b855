import { describe, expect, it } from 'vitest';
import { jsonInForm } from './json-in-form.ts';

const ALERT = { df_event_id: 'e', df_title: '100% & full = "yes"' };
const JSON_TEXT = JSON.stringify(ALERT);
const part = (name: string, value: string, end: string) =>
  [`Content-Disposition: form-data; name="${name}"`, 'Content-Type: application/json', '', value].join(end);
const multipart = (end: string) =>
  `${['', part('note', 'x', end), part('payload', JSON_TEXT, end)].map((each) => `${each}${end}`).join(`--b0undary${end}`)}--b0undary--${end}`.replace(
    /^\r?\n/,
    '',
  );

describe('jsonInForm', () => {
  it.each([
    ['a field', new URLSearchParams({ a: '1', payload: JSON_TEXT }).toString()],
    ['a field that is not encoded', 'payload={"df_event_id":"e","df_title":"100%25 %26 full = \\"yes\\""}'],
    ['the whole, encoded', encodeURIComponent(JSON_TEXT)],
    ['a part', multipart('\r\n')],
    ['a part, with the line ends of Unix', multipart('\n')],
    ['a field of what is nearly JSON', new URLSearchParams({ payload: `${JSON_TEXT.slice(0, -1)},}` }).toString()],
  ])('reads JSON in %s', (_name, text) => {
    expect(jsonInForm(text)).toEqual(ALERT);
  });

  it.each([
    ['a=1&b=2'],
    [''],
    ['--'],
    ['--b\r\nx: y\r\n\r\ntext\r\n--b--'],
    ['payload={cut'],
    ['<a b={c}>'],
    // A link within what is no form: an alert that was cut, XML.
    ['{"df_title":"cut","df_link":"https://a.example/?q=%7B%22df_event_id%22%3A%22e%22%7D&b=1'],
    ['<alert>{"df_link":"https://a.example/?q=%7B%22df_event_id%22%3A%22e%22%7D&b=1"}</alert>'],
    ['disk full, see https://a.example/?q=%7B%22df_event_id%22%3A%22e%22%7D&b=1'],
    [`${'&a'.repeat(2000)}&payload={"df_event_id":"e"}`],
  ])('finds none in %j', (text) => {
    expect(jsonInForm(text)).toBeUndefined();
  });
});
