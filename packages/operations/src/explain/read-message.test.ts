import { type AlertEvent, readAlert, writeWiki } from '@guance-jira/mapping';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Messages, openMessages } from './read-message.ts';

const alert = (message: string) => readAlert({ df_message: message }, { eventId: 'e', receivedAt: 0 });
const written = ({ document }: AlertEvent) => (document ? writeWiki(document) : null);

/** 60 KB that the parser needs half a minute for. */
const POISON = `**first** line\n\nhttp://a.b/${'&a;'.repeat(20_000)}x`;

/** Without limits that a busy machine comes to. */
const patient = openMessages(undefined, { cpuMs: 60_000, wallMs: 600_000, memoryMb: 128 });
let messages: Messages;
let long: AlertEvent;
beforeAll(async () => {
  const before = process.cpuUsage();
  long = await patient.read(alert(`**bold**\n\n${'some plain words, \n\n'.repeat(600)}`));
  const { user, system } = process.cpuUsage(before);
  // Most of it was the loading of the program: several times what a long text takes on this machine, and far less than the poison does.
  messages = openMessages(undefined, { cpuMs: (user + system) / 1000, wallMs: 600_000, memoryMb: 128 });
});
afterAll(() => Promise.all([patient.close(), messages.close()]));

describe('a message', () => {
  it('that is surely quick to parse is left for later', async () => {
    const event = alert('**a** short text');
    expect(await messages.read(event)).toBe(event);
  });

  it('that is only long is parsed as Markdown all the same', () => {
    expect(written(long)).toMatch(/^\*bold\*\n\nsome plain words,/);
    expect(long.document?.data?.asPlain).toBeUndefined();
  });

  it('that takes too long to parse becomes plain text with its lines, and the event loop goes on meanwhile', async () => {
    let turns = 0;
    const turning = setInterval(() => {
      turns += 1;
    }, 1);
    const read = await messages.read(alert(POISON));
    clearInterval(turning);

    expect(read.document?.data).toEqual({ asPlain: true });
    expect(written(read)).toMatch(/^\\\*\\\*first\\\*\\\* line\n\nhttp:\u200B\/\/a\.b\/&\u200Ba;/);
    expect(turns).toBeGreaterThan(10);
  });

  it('is parsed after one that took too long, and after one that exhausted the stack', async () => {
    const after = alert(`# heading\n\n${'words\n\n'.repeat(2_000)}`);
    const [poison, deep, read] = await Promise.all([
      messages.read(alert(`${POISON}y`)),
      messages.read(alert('>'.repeat(20_000))),
      messages.read(after),
    ]);
    expect(poison.document?.data?.asPlain).toBe(true);
    expect(deep.document?.data?.asPlain).toBe(true);
    expect(written(read)).toMatch(/^h1\. heading\n\nwords\n\nwords/);
  });
});
