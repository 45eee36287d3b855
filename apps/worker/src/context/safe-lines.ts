/** Pure: what others have logged, made fit for an issue that more people read than the log. */
import type { LogLine } from '@guance-jira/guance';
import { cutText, localTime } from '@guance-jira/mapping';

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
    const safe = hideSecrets(redact(text.slice(0, MAX_READ).toWellFormed()));
    const line = `${clock}${cutText(withoutControls(safe), MAX_LINE)}`;
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
const HIDDEN = '[secret]';

/** Words behind which logs have what nobody should read. It is no promise: the guide says so. */
function hideSecrets(text: string): string {
  return text
    .replace(/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, HIDDEN)
    .replace(NAMED, (_whole, name: string, quote: string) => `${name}${quote}${HIDDEN}${quote}`)
    .replace(/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, HIDDEN)
    .replace(/\b(?:AKIA|ASIA|LTAI)[A-Za-z0-9]{12,}\b/g, HIDDEN)
    .replace(/\b(?:ghp|gho|ghs|glpat|xox[abprs]|sk)[-_][\w-]{16,}/g, HIDDEN);
}

/** `password=x`, `"apiKey": "x"`, `token: 'x'`, with what belongs to the name before and behind it. */
const NAMED =
  /((?:password|passwd|pwd|secret|token|api[-_]?key|access[-_]?key|authorization|cookie|credential)[\w.-]{0,20}["']?\s{0,3}(?:=>|[=:])\s{0,3})(["']?)(?!\[secret\])(?:(?:basic|bearer)\s+)?[^\s"',;&)}\]]+\2?/gi;

/** Colors of a terminal too; a tab is kept as the space that it shows. */
function withoutControls(text: string): string {
  return text
    .replace(new RegExp(`${ESCAPE}\\[[0-9;]{0,20}[A-Za-z]`, 'g'), '')
    .replaceAll('\t', '  ')
    .replace(/[\r\n\u2028\u2029]+/g, ' ⏎ ')
    .replace(/\p{Cc}/gu, '')
    .trimEnd();
}

const ESCAPE = '\u001b';
