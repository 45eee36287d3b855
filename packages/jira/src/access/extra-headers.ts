/** Pure: the headers of JIRA_HEADERS, and what is wrong with them: by name, never with a value. */

export interface ExtraHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
}

const MAX_HEADERS = 20;
/** Many servers take no more than 8 KiB of headers in all, and ours stand there too. */
const MAX_LENGTH = 6000;

export function readHeaders(text: string): ExtraHeaders {
  const pairs = text.trimStart().startsWith('{') ? pairsOfJson(text) : pairsOfLines(text);
  if (pairs === null)
    return { headers: {}, problems: ['must be lines `Name: value`, or one JSON object of names and texts'] };
  const problems = pairs.flatMap(([name, value], index) => faultOf(name, value, index + 1));
  const names = pairs.map(([name]) => name.toLowerCase());
  for (const twice of new Set(names.filter((name, index) => TOKEN.test(name) && names.indexOf(name) < index)))
    problems.push(`${twice} is named twice`);
  if (pairs.length > MAX_HEADERS) problems.push(`has more than ${MAX_HEADERS} headers`);
  if (text.length > MAX_LENGTH) problems.push(`is longer than ${MAX_LENGTH} characters`);
  return { headers: Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value])), problems };
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** As undici writes them; a line end would begin another header. */
const VALUE = /^[\t\x20-\x7E\x80-\xFF]+$/;

function faultOf(name: string, value: string, number: number): string[] {
  if (!TOKEN.test(name)) return [`header ${number} has no name that HTTP allows`];
  const why = REFUSED[name.toLowerCase()];
  if (why !== undefined) return [`${name} cannot be set here: ${why}`];
  if (value === '') return [`${name} has no value`];
  return VALUE.test(value) ? [] : [`${name} has a value with characters that HTTP does not allow`];
}

const OURS = 'each request says it as it is';
const OF_CONNECTION = 'it belongs to the connection';
const REFUSED: Readonly<Record<string, string>> = {
  authorization: 'the login is JIRA_USER, JIRA_TOKEN or JIRA_PASSWORD',
  'proxy-authorization': 'a proxy takes its user and password from HTTPS_PROXY',
  ...Object.fromEntries(
    ['accept', 'accept-encoding', 'accept-language', 'content-type', 'x-atlassian-token', 'traceparent'].map((name) => [
      name,
      OURS,
    ]),
  ),
  ...Object.fromEntries(
    [
      'host',
      'content-length',
      'transfer-encoding',
      'connection',
      'keep-alive',
      'proxy-connection',
      'upgrade',
      'expect',
      'te',
      'trailer',
    ].map((name) => [name, OF_CONNECTION]),
  ),
};

type Pairs = [name: string, value: string][];

function pairsOfLines(text: string): Pairs | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  // A lone carriage return within a line is left for the values to be refused.
  const pairs = lines.map((line): [string, string] | null => {
    const colon = line.indexOf(':');
    return colon < 1 ? null : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  return pairs.length > 0 && pairs.every((pair) => pair !== null) ? pairs : null;
}

function pairsOfJson(text: string): Pairs | null {
  try {
    const pairs = Object.entries(Object(JSON.parse(text)));
    return pairs.length > 0 && pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string')
      ? pairs
      : null;
  } catch {
    return null;
  }
}
