/** Pure: what others have logged, made fit for an issue that more people read than the log. */
import type { LogLine } from '@guance-jira/guance';
import { cutText, localTime } from '@guance-jira/mapping';
import { hideSecrets } from './hide-secrets.ts';

export interface LinesLook {
  timezone: string;
  /** Takes our own secrets out, and what has the shape of one. */
  redact: (text: string) => string;
}

/** Cut at a whole character; the oldest lines go where there are too many. */
export function safeLines(lines: readonly LogLine[], { timezone, redact }: LinesLook): string[] {
  const shown: string[] = [];
  let units = 0;
  for (const { at, text } of [...lines].reverse()) {
    const clock = at === null ? '' : `${localTime(at, timezone).clock} `;
    // Looking for secrets in what is cut off anyway would take its time; a secret at the cut is still seen whole.
    const safe = hideSecrets(redact(withoutControls(text.slice(0, MAX_READ).toWellFormed())));
    const line = `${clock}${cutText(inOneLine(safe), MAX_LINE)}`;
    units += line.length + 1;
    if (units > MAX_UNITS) break;
    shown.unshift(line);
  }
  return shown;
}

const MAX_READ = 4000;
const MAX_LINE = 600;
/** Below what a comment may have: wiki markup makes more of some characters. */
const MAX_UNITS = 16_000;

/** Colors of a terminal too, which may stand within a word that tells of a secret. */
function withoutControls(text: string): string {
  return text
    .replace(new RegExp(`${ESCAPE}\\[[0-9;]{0,20}[A-Za-z]`, 'g'), '')
    .replaceAll('\t', '  ')
    .replace(/(?![\r\n])\p{Cc}/gu, '');
}

function inOneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ⏎ ').trimEnd();
}

const ESCAPE = '\u001b';
