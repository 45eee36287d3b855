/**
 * Alert text that is put into a field by a template, for Data Center, where text fields are wiki markup or not as their renderer
 * is set: what would fetch an image, tell a person, run a macro or lead elsewhere than it says is escaped. All else stays, since in a field
 * without markup each backslash is seen.
 */
export function escapeActing(text: string): string {
  return /[![{]/.test(text) ? text.replaceAll(acting, '\\$&') : text;
}

/**
 * The same in a text of which only parts are the alert's: markup may also come of such a part and what stands around it.
 * What the rules write as markup whatever the alert says stays.
 */
export function escapeActingParts(parts: readonly TemplatePart[]): string {
  const whole = parts.map(({ text }) => text).join('');
  if (!/[![{]/.test(whole)) return whole;
  const meant = new Set([...rulesAlone(parts).matchAll(acting)].map(({ index }) => index));
  const alone = placesAlone(parts);
  return whole.replaceAll(acting, (sign, at: number) => (meant.has(alone[at] ?? -1) ? sign : `\\${sign}`));
}

export interface TemplatePart {
  readonly text: string;
  readonly isAlert: boolean;
}

/** No sign, and no letter by which a brace or an exclamation mark would begin something. */
const SOMETHING = '\u4E2D';

function rulesAlone(parts: readonly TemplatePart[]): string {
  return parts.map(({ text, isAlert }) => (isAlert ? SOMETHING : text)).join('');
}

/** For each place of the whole text where it is in that of the rules alone; -1 in what is the alert's. */
function placesAlone(parts: readonly TemplatePart[]): number[] {
  let next = 0;
  return parts.flatMap(({ text, isAlert }) => {
    const start = next;
    next += isAlert ? SOMETHING.length : text.length;
    return Array.from({ length: text.length }, (_, index) => (isAlert ? -1 : start + index));
  });
}

/** Of two backslashes neither protects what is behind them: they are a line break. */
const unescaped = String.raw`(?=[![{])(?<=(?<!\\)(?:\\\\)*)`;
/** An image or a file: up to its other sign, or what looks like an address or a name. */
const image = String.raw`!(?=[\w/.:\\]|[^\s!][^!\n]*!)`;
/** A mention, a file, an anchor, a link. */
const link = String.raw`\[(?=[~^#]|[^[\]\n]*(?:\||:\/\/|mailto:))`;
const macro = String.raw`\{(?=[a-z*_+^~?-])`;
const acting = new RegExp(`${unescaped}(?:${image}|${link}|${macro})`, 'gi');
