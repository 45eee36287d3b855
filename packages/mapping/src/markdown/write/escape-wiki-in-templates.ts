/**
 * Alert text that is put into a field by a template, for Data Center, where text fields are wiki markup or not as their renderer
 * is set: what would fetch an image, tell a person, run a macro or lead elsewhere than it says is escaped. All else stays, since in a field
 * without markup each backslash is seen.
 */
export function escapeActing(text: string): string {
  return /[![{]/.test(text) ? text.replaceAll(acting, '\\$&') : text;
}

/** Of two backslashes neither protects what is behind them: they are a line break. */
const unescaped = String.raw`(?=[![{])(?<=(?<!\\)(?:\\\\)*)`;
/** An image or a file: up to its other sign, or what looks like an address or a name. */
const image = String.raw`!(?=[\w/.:\\]|[^\s!][^!\n]*!)`;
/** A mention, a file, an anchor, a link. */
const link = String.raw`\[(?=[~^#]|[^[\]\n]*(?:\||:\/\/|mailto:))`;
const macro = String.raw`\{(?=[a-z*_+^~?-])`;
const acting = new RegExp(`${unescaped}(?:${image}|${link}|${macro})`, 'gi');
