import { z } from 'zod';

const KINDS = ['dingtalk', 'feishu', 'wecom', 'slack', 'json'] as const;
export type NotifyKind = (typeof KINDS)[number];
export const notifyLanguages = ['zh', 'en'] as const;
export type NotifyLanguage = (typeof notifyLanguages)[number];

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The variables by which both processes tell people that something is wrong. */
export const NotifySettings = z.object({
  NOTIFY_URL: z
    .url({ protocol: /^https?$/, hostname: /.+/, error: 'must be an http:// or https:// URL' })
    .optional()
    .describe(
      'where to send notifications when the bridge itself is unhealthy: the webhook of a DingTalk, Feishu (Lark), WeCom or Slack group, or any URL that accepts JSON. Set it for receiver and worker',
    )
    .meta({ secret: true }),
  NOTIFY_KIND: z
    .enum(KINDS)
    .optional()
    .describe(
      'format of the messages to NOTIFY_URL: `dingtalk`, `feishu`, `wecom`, `slack` or `json` (default: by its host)',
    ),
  NOTIFY_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe('secret of the signature (加签, 签名校验), if the DingTalk or Feishu robot requires one')
    .meta({ secret: true }),
  NOTIFY_LANGUAGE: z
    .enum(notifyLanguages)
    .optional()
    .describe('language of the messages (default: `zh` for DingTalk, Feishu and WeCom, else `en`)'),
  NOTIFY_AFTER: z
    .string()
    .regex(/^[1-9]\d{0,5}[smhd]$/, 'must be a number and a unit, such as 30s, 5m or 1h')
    .default('5m')
    .transform((text) => Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS])
    .describe('how long an outage (of Jira, of Redis, of all workers) or a pause lasts before a notification is sent'),
});
export type NotifySettings = z.infer<typeof NotifySettings>;

/** Where messages go, and in which form. */
export interface NotifyTarget {
  kind: NotifyKind;
  url: string;
  secret: string | undefined;
  language: NotifyLanguage;
}

/** Null when nobody shall be told. */
export function notifyTarget(settings: NotifySettings): NotifyTarget | null {
  const { NOTIFY_URL: url, NOTIFY_SECRET: secret } = settings;
  if (url === undefined) return null;
  const kind = settings.NOTIFY_KIND ?? kindOf(url);
  return { kind, url, secret, language: settings.NOTIFY_LANGUAGE ?? languageOf(kind, url) };
}

/** The faults that concern more than one variable, by name. */
export function notifyFaults(values: Readonly<Record<string, string | undefined>>): string[] {
  const others = ['NOTIFY_KIND', 'NOTIFY_SECRET', 'NOTIFY_LANGUAGE'].filter((name) => values[name]);
  if (!values.NOTIFY_URL) return others.map((name) => `NOTIFY_URL: is required with ${name}`);
  const kind = values.NOTIFY_KIND ?? kindOf(values.NOTIFY_URL);
  return values.NOTIFY_SECRET && kind !== 'dingtalk' && kind !== 'feishu'
    ? ['NOTIFY_SECRET: only DingTalk and Feishu sign; for a proxy before one of them set NOTIFY_KIND']
    : [];
}

function kindOf(url: string): NotifyKind {
  const host = URL.parse(url)?.hostname ?? '';
  if (host === 'oapi.dingtalk.com') return 'dingtalk';
  if (host === 'open.feishu.cn' || host === 'open.larksuite.com') return 'feishu';
  if (host === 'qyapi.weixin.qq.com') return 'wecom';
  return host === 'hooks.slack.com' || host === 'hooks.slack-gov.com' ? 'slack' : 'json';
}

function languageOf(kind: NotifyKind, url: string): NotifyLanguage {
  return kind === 'slack' || kind === 'json' || URL.parse(url)?.hostname === 'open.larksuite.com' ? 'en' : 'zh';
}
