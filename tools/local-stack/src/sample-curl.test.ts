import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { freshEventId, recoveryCurl, sampleCurl } from './sample-curl.ts';

const samples = ['01-monitor-critical.json', '01-monitor-critical.en.json'].map((name) =>
  fileURLToPath(new URL(`../../../samples/guance/${name}`, import.meta.url)),
);
const [was, english] = samples.map((file) => JSON.parse(readFileSync(file, 'utf8')));

describe.each([
  ['sampleCurl', sampleCurl, {}],
  [
    'recoveryCurl',
    recoveryCurl,
    { df_status: 'ok', df_sub_status: 'ok', date: was.date + 60, timestamp: was.timestamp + 60 },
  ],
] as const)('%s', (name, line, change) => {
  it.each(samples)(
    `is one line of plain sh that sends ${name === 'sampleCurl' ? 'the sample alert' : 'its recovery'} under the new id, also from a folder with spaces and quotes: %s`,
    (sample) => {
      const was = JSON.parse(readFileSync(sample, 'utf8'));
      const folder = mkdtempSync(join(tmpdir(), "it's a folder "));
      try {
        const file = join(folder, 'a b.json');
        copyFileSync(sample, file);
        const typed = line('http://127.0.0.1:1/webhook', 'event-new', file);
        // The shell does the work; only curl is replaced, to see what it would send.
        const sent = execFileSync('/bin/sh', ['-c', `curl() { printf '%s\\n' "$7"; }; ${typed}`], { encoding: 'utf8' });

        expect(typed).not.toContain('\n');
        expect(JSON.parse(sent)).toEqual({
          ...was,
          df_event_id: 'event-new',
          df_event_link: was.df_event_link.replace(was.df_event_id, 'event-new'),
          ...change,
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

it('the English sample is the same alert in other words', () => {
  const differing = Object.keys(was).filter((name) => JSON.stringify(english[name]) !== JSON.stringify(was[name]));

  expect(Object.keys(english)).toEqual(Object.keys(was));
  expect(differing).toEqual([
    ...['df_event_reason', 'df_language', 'df_message', 'df_monitor_checker_name', 'df_monitor_name', 'df_site_name'],
    'df_title',
  ]);
  expect(JSON.stringify(english)).not.toMatch(/\p{Script=Han}/u);
});

describe('freshEventId', () => {
  it('looks like one of Guance’s and is new each time', () => {
    expect(freshEventId()).toMatch(/^event-[0-9a-f]{32}$/);
    expect(freshEventId()).not.toBe(freshEventId());
  });
});
