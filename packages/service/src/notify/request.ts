/** Pure: a message → the request that each kind of chat takes, and what its answer means. */
import { createHmac } from 'node:crypto';
import type { Say } from './policy.ts';
import type { NotifyKind, NotifyTarget } from './settings.ts';
import type { Facts, Text } from './texts.ts';

export interface NotifyRequest {
  url: string;
  body: unknown;
}

/** WeCom's limit for a text, in bytes; the others take more. https://developer.work.weixin.qq.com/document/path/91770 */
const MAX_BYTES = 2048;

const STATES: Record<Say, string> = { ill: 'ill', still: 'ill', worse: 'ill', well: 'well' };

export function requestFor(target: NotifyTarget, text: Text, facts: Facts): NotifyRequest {
  const content = cut([text.title, ...text.lines].join('\n'), MAX_BYTES);
  switch (target.kind) {
    case 'dingtalk':
      return { url: signedUrl(target, facts.now), body: { msgtype: 'text', text: { content } } };
    case 'feishu':
      // A text of theirs can mention everybody: <at user_id="all">.
      return {
        url: target.url,
        body: { ...signature(target, facts.now), msg_type: 'text', content: { text: content.replaceAll('<', '＜') } },
      };
    case 'wecom':
      return { url: target.url, body: { msgtype: 'text', text: { content } } };
    case 'slack':
      return { url: target.url, body: { text: slackEscaped(content) } };
    case 'json':
      return { url: target.url, body: plainJson(text, facts) };
  }
}

/** Null when the message was taken, else why not: chats answer 200 to what they refuse, and tell it in the body. */
export function problemOf(kind: NotifyKind, status: number, body: string): string | null {
  if (status < 200 || status > 299) return `answered ${status}: ${body.slice(0, 200)}`;
  if (kind === 'slack' || kind === 'json') return null;
  const { code, words } = verdictOf(kind, body);
  return code === 0 ? null : `refused with code ${code}: ${words.slice(0, 200)}`;
}

/** https://open.dingtalk.com/document/robots/customize-robot-security-settings */
function signedUrl({ url, secret }: NotifyTarget, now: number): string {
  if (secret === undefined) return url;
  const signed = new URL(url);
  signed.searchParams.set('timestamp', String(now));
  signed.searchParams.set('sign', createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64'));
  return signed.href;
}

/** Here time and secret are the key, and nothing is signed. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
function signature({ secret }: NotifyTarget, now: number): { timestamp?: string; sign?: string } {
  if (secret === undefined) return {};
  const timestamp = String(Math.floor(now / 1000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') };
}

/** https://api.slack.com/reference/surfaces/formatting#escaping */
function slackEscaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** For programs: the names are a promise. */
function plainJson({ title, lines }: Text, { condition, say, since, now, details, from }: Facts): unknown {
  return {
    v: 1,
    source: 'guance-jira',
    condition,
    state: STATES[say],
    say,
    title,
    text: lines.join('\n'),
    since: new Date(since).toISOString(),
    at: new Date(now).toISOString(),
    from,
    details,
  };
}

function verdictOf(kind: NotifyKind, body: string): { code: number | null; words: string } {
  let answer: Record<string, unknown> = {};
  try {
    answer = Object(JSON.parse(body));
  } catch {
    return { code: null, words: body };
  }
  const [code, words] =
    kind === 'feishu' ? [answer.code ?? answer.StatusCode, answer.msg] : [answer.errcode, answer.errmsg];
  return { code: typeof code === 'number' ? code : null, words: String(words ?? '') };
}

/** Cuts between characters, with a sign that something is missing. */
function cut(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let result = '';
  let bytes = Buffer.byteLength('…');
  for (const character of text.toWellFormed()) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    result += character;
  }
  return `${result}…`;
}
