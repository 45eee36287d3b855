/** Shorter ones would blot out ordinary words. */
const SHORTEST = 6;
const MIN_CORE = 10;

/**
 * What must not be shown of a setting that is secret: the value, each line and part of a list, of a URL also what makes it
 * secret (password, tokens in path and query), and of a header the key, since errors and libraries quote parts. Headers come as
 * `name=value`, as lines `Name: value`, or as a JSON object.
 */
export function secretParts(value: string): string[] {
  const lines = value.split(/[\r\n]+/);
  const items = [...lines.flatMap((line) => line.split(',')), ...lines, ...jsonTexts(value)].map((part) => part.trim());
  return [...new Set([value, ...items, ...items.flatMap(urlParts), ...items.flatMap(headerParts)])].filter(
    (part) => part !== '',
  );
}

/** The forms in which a secret turns up in a text: as it is, URL-encoded, within JSON, within base64. */
export function secretForms(secret: string): string[] {
  if (secret.length < SHORTEST) return [];
  const encoded = encodeURIComponent(secret.toWellFormed());
  const lower = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [...new Set([secret, encoded, lower, inJson, ...base64Cores(secret)])];
}

function urlParts(text: string): string[] {
  const url = text.includes('://') ? URL.parse(text) : null;
  if (url === null) return [];
  const inPath = url.pathname.split('/').filter((part) => /^(?=.*\d).{8,}$|^.{20,}$/.test(part));
  const inQuery = [...url.searchParams.values()].filter((part) => part.length >= 8);
  const parts = [url.password, ...inPath];
  return [...parts, ...parts.map(decoded), ...inQuery];
}

/** Of `Authorization=Bearer key` and `Authorization: Bearer key`: what stands behind the sign, and the key. */
function headerParts(text: string): string[] {
  const value = /^[\w-]+\s*(?:=|:(?!\/\/))\s*(\S.*)$/.exec(text)?.[1];
  if (value === undefined) return [];
  const whole = decoded(value);
  return [value, whole, ...whole.split(' ').slice(1)].filter((part) => part.length >= 8);
}

/** The texts in a JSON object, as lines `name: text`. */
function jsonTexts(value: string): string[] {
  if (!value.trimStart().startsWith('{')) return [];
  try {
    const entries = Object.entries(Object(JSON.parse(value)));
    return entries.flatMap(([name, text]) => (typeof text === 'string' ? [`${name}: ${text}`, text] : []));
  } catch {
    return [];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * base64 codes three bytes at a time, so that a secret inside a longer text (`user:secret`) has one of three codings. Its first
 * and last letters also depend on what stands beside it and are left out.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const coded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const core = coded.slice(Math.ceil((8 * offset) / 6), Math.floor((8 * (offset + bytes.length)) / 6));
    return core.length < MIN_CORE ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
