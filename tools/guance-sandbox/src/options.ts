import { z } from 'zod';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

export const SandboxOptions = z.strictObject({
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535).default(0),
  workspaceUuid: z.string().default('wksp_5a0d9b0c1e2f43d8a7c6b5e4f3d2c1b0'),
  workspaceName: z.string().default('sandbox'),
  apiKey: z.string().min(1).default('sandbox-guance-key').describe('for DF-API-KEY'),
  clientToken: z.string().min(1).default('wctn_sandbox').describe('for chart_image'),
  /** Where each event is sent; null: nowhere. */
  webhookUrl: z.url().nullable().default(null),
  /** Shown as a link. */
  jiraUrl: z.url().nullable().default(null),
  /** Of the words in the alerts; the page follows the browser. */
  language: z.enum(languages).default('zh'),
  /** docs/zh/open-api/api-limit.md of Guance's documentation; null: none. */
  requestsPerMinute: z.number().int().positive().nullable().default(20),
  workspaceRequestsPerMinute: z.number().int().positive().nullable().default(200),
  /** Self-hosted Guance's sender gives up after 5 s (message-desk-worker, taskTimeLimit). */
  deliveryTimeoutMs: z.number().int().positive().default(5000),
  /** Guance turns a target off after two days in which each delivery failed; who tries this out has no two days. */
  disableAfterFailures: z.number().int().positive().nullable().default(5),
});
export type SandboxOptions = z.infer<typeof SandboxOptions>;
export type SandboxOptionsInput = z.input<typeof SandboxOptions>;
