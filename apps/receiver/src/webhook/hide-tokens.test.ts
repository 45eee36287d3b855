import { readBody } from '@guance-jira/queue';
import { describe, expect, it } from 'vitest';
import { createHideTokens } from './hide-tokens.ts';

const TOKEN = 'abc/def+0123456789';
const hide = createHideTokens([TOKEN]);

function through(text: string, type = 'application/json') {
  const bytes = Buffer.from(text);
  return hide(readBody(bytes, type), bytes);
}

describe('a webhook token inside an event', () => {
  it.each([
    ['in a text', { df_message: `see https://us/webhook/guance/${TOKEN} now` }],
    ['URL-encoded', { df_message: encodeURIComponent(`https://us/webhook/guance/${TOKEN}`) }],
    ['in JSON within a text', { df_dimension_tags: JSON.stringify({ url: TOKEN }) }],
    ['deep, in a list and a key', { a: [{ [TOKEN]: [TOKEN] }] }],
  ])('does not pass the door %s', (_where, fields) => {
    const body = through(JSON.stringify([{ df_event_id: 'e', ...fields }]));

    expect(JSON.stringify(body)).not.toMatch(/0123456789/);
    expect(JSON.stringify(body)).toContain('[secret]');
    expect(body).toMatchObject({ kind: 'json', events: [{ df_event_id: 'e' }] });
  });

  it('does not pass with escaped slashes, nor in the old text form', () => {
    expect(JSON.stringify(through(`{"m":"${TOKEN.replace('/', '\\/')}"}`))).not.toContain('0123456789');
    expect(JSON.stringify(through(`title\n\n${TOKEN}`, 'text/plain'))).not.toContain('0123456789');
  });

  it.each([
    ['every letter as an escape', escaped(TOKEN)],
    ['capital hex digits', escaped(TOKEN).toUpperCase().replaceAll('\\U', '\\u')],
    ['one letter as an escape', TOKEN.replace('a', '\\u0061')],
    ['escapes within JSON inside a text', escaped(TOKEN).replaceAll('\\', '\\\\')],
  ])('does not pass with %s', (_name, written) => {
    const shown = JSON.stringify(through(`{"df_event_id":"e","m":"x ${written} y"}`));

    expect(shown).toContain('x [secret] y');
  });

  it('does not pass as Python prints it', () => {
    const written = [...TOKEN].map((letter) => `\\x${letter.charCodeAt(0).toString(16)}`).join('');

    expect(JSON.stringify(through(`{'df_event_id': 'e', 'm': '${written}'}`))).toContain('"m":"[secret]"');
  });

  it('does not pass in UTF-16, nor in a body that is encoded twice', () => {
    const utf16 = Buffer.from(`{"df_event_id":"e","m":"${TOKEN}"}`, 'utf16le');
    const twice = JSON.stringify(`{"df_event_id":"e","m":"${escaped(TOKEN)}"}`);

    expect(JSON.stringify(hide(readBody(utf16, undefined), utf16))).toContain('"m":"[secret]"');
    expect(JSON.stringify(through(twice))).toContain('"m":"[secret]"');
  });

  it('is the only thing that is touched', () => {
    const event = { password: 'theirs', url: 'https://user:pass@host/webhook/guance/other', n: 1.5, none: null };
    const bytes = Buffer.from(JSON.stringify({ ...event, own: `x${TOKEN}` }));
    const plain = readBody(Buffer.from(JSON.stringify(event)), undefined);

    expect(hide(readBody(bytes, undefined), bytes)).toEqual({ kind: 'json', events: [{ ...event, own: 'x[secret]' }] });
    expect(hide(plain, Buffer.from(JSON.stringify(event)))).toBe(plain);
  });
});

/** As JSON allows it for every letter. */
function escaped(text: string): string {
  return [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

it('reads half a megabyte of backslashes once, not from each of them', () => {
  const text = `\\u0061${'\\'.repeat(500_000)}`;
  expect(through(JSON.stringify({ df_event_id: 'e', m: text }))).toMatchObject({ events: [{ m: text }] });
});
