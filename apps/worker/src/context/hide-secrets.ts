/**
 * Pure: takes out of a log line what nobody should read who reads the issue. Only what has a usual form is found, which the guide says;
 * where it is not clear how far a secret goes, more is taken.
 */

const HIDDEN = '[secret]';

export function hideSecrets(text: string): string {
  return text
    .replace(/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, HIDDEN)
    .replace(COOKIE, `$1${HIDDEN}`)
    .replace(NAMED, (_whole, name: string, quote?: string) => `${name}${quote ?? ''}${HIDDEN}${quote ?? ''}`)
    .replace(OPTION, `$1${HIDDEN}`)
    .replace(/(?<![\w.-])([\w.-]{1,64}:)[^\s:@/]{1,200}(?=@(?:tcp|unix)?\()/g, `$1${HIDDEN}`)
    .replace(/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, HIDDEN)
    .replace(/\b(?:AKIA|ASIA|LTAI)[A-Za-z0-9]{12,}\b/g, HIDDEN)
    .replace(/\b(?:ghp|gho|ghs|glpat|xox[abprs]|sk)[-_][\w-]{16,}/g, HIDDEN)
    .replace(/^\s*[A-Za-z0-9+/]{40,}={0,2}\s*$/, HIDDEN);
}

/** Words behind which logs have what is secret, with what belongs to the name. */
const NAME =
  'password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|authorization|cookie|credential|signature|session[-_]?id|密码|口令|密钥|令牌';
/** `=`, `": `, `\": ` of JSON within JSON, `', ` of a pair, `>` of a tag; then what a value may begin with. */
const IS = String.raw`[\w.-]{0,20}(?:(?:\\{0,7}["'\x60])?\s{0,3}(?:=>|->|[=:\uff1a\u4e3a]|%3d)|\\{0,7}["'],|>)\s{0,3}`;
/** Up to the same quote; one that stands open goes on to the end. */
const QUOTED = String.raw`[bru]{0,2}(?<quote>\\{0,7}["'\x60])(?!\[secret\])[\s\S]*?(?:(?<!\\)\k<quote>|$)`;
/** A scheme has one word behind it, or a list that goes on to the end of the line. */
const SCHEME = String.raw`(?:basic|bearer|token|api-?key|negotiate|ntlm|jwt)\s+[^\s"']+|(?:digest|aws4-[\w-]+|hmac[\w-]*|oauth|signature)\s[^\r\n]*`;
const BARE = String.raw`(?!\[secret\])[^\s"'&<\uff0c\u3002\uff1b\u3001\uff09\u3011]+`;

const NAMED = new RegExp(`((?:${NAME})${IS}(?!\\[secret\\])[[({]{0,2}\\s{0,2})(?:${QUOTED}|${SCHEME}|${BARE})`, 'gi');
/** One has many parts, each of which may be the one. */
const COOKIE = new RegExp(`(cookie${IS})(?!\\[secret\\])[^\\s"'\\\\][^"'\\r\\n]*`, 'gi');
/** `--password x` */
const OPTION =
  /(?<=^|\s)(--?[\w-]{0,30}(?:password|passwd|passphrase|token|secret|api-?key)[\w-]{0,20}\s{1,3})(?!-|\[secret\])(?:"[^"]*"?|'[^']*'?|\S+)/gi;
