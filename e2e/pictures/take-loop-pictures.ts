/** The loop between Guance and Jira, photographed: an alert, its issue with chart and log lines, closed by a person, and restored. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startGuanceSandbox } from '@guance-jira/guance-sandbox';
import type { Page } from 'playwright-core';
import type { TestBrowser } from '../browser/browser.ts';
import { type LogRecord, type Stack, startStack } from '../harness/index.ts';
import type { PictureLanguage } from './day.ts';

const WORKSPACE = 'wksp_pictures';
const KEY = 'key-of-the-workspace-for-pictures';
const CLIENT_TOKEN = 'wctn_for-pictures';
const TOKEN = 'token-for-jira-0123456789';
const SECRET = 'secret-of-the-webhook-0123';
/** Height of the bar that the sandboxes have at the top of each page. */
const BAR = 28;
const IN = {
  en: { locale: 'en-US', type: 'Incident', project: 'Operations' },
  zh: { locale: 'zh-CN', type: '故障', project: '运维' },
} as const;

/** @returns the files written */
export async function takeLoopPictures(
  browser: TestBrowser,
  language: PictureLanguage,
  folder: string,
): Promise<string[]> {
  const guance = await startGuanceSandbox({
    ...{ workspaceUuid: WORKSPACE, apiKey: KEY, clientToken: CLIENT_TOKEN, language },
  });
  const stack = await startStack({
    ...{ dialect: 'datacenter', started: false },
    sandbox: { language, projects: [{ key: 'OPS', name: IN[language].project }] },
    receiverEnv: { JIRA_WEBHOOK_TOKENS: TOKEN, JIRA_WEBHOOK_SECRET: SECRET },
    workerEnv: {
      ...{ GUANCE_API_URL: guance.url, GUANCE_API_KEYS: `${WORKSPACE}:${KEY}` },
      GUANCE_CLIENT_TOKENS: `${WORKSPACE}:${CLIENT_TOKEN}`,
    },
  });
  const written: string[] = [];
  const shoot = async (page: Page, name: string, height: number) => {
    await page.setViewportSize({ width: 1180, height: height + BAR });
    const path = join(folder, `${name}.${language}.png`);
    await page.screenshot({ path, clip: { x: 0, y: BAR, width: 1180, height } });
    written.push(path);
  };
  try {
    stack.worker.env.RULES_FILE = join(stack.dir, 'rules.yaml');
    await writeFile(stack.worker.env.RULES_FILE, rulesIn(language));
    await Promise.all([stack.receiver.start(), stack.worker.start()]);
    guance.control.set({ webhookUrl: stack.receivers[0]?.webhookUrl ?? null });
    const told = { url: `${stack.receiverUrl}/webhook/jira/${TOKEN}`, secret: SECRET };
    await stack.jira.control('PUT', '/settings', { webhooks: [told] });
    const { page: atGuance } = await browser.open({ locale: IN[language].locale, timezoneId: 'Asia/Shanghai' });
    const { page: atJira } = await browser.open({ locale: IN[language].locale, timezoneId: 'Asia/Shanghai' });

    await atGuance.goto(guance.url);
    await atGuance.locator('#o-cpu-web-01 button[value=critical]').click();
    const { issueKey } = await line(stack, 'context added', () => true);
    await atGuance.goto(guance.url);
    await shoot(atGuance, 'loop-fired', 392);

    const issue = `${stack.jira.url}/browse/${issueKey}`;
    await atJira.goto(issue);
    await atJira.locator('.attachment img').waitFor();
    await atJira.setViewportSize({ width: 1180, height: 1500 });
    const from = (await atJira.getByRole('heading', { name: /^Attachments/ }).boundingBox())?.y ?? 0;
    const last = await atJira.locator('.comment').last().boundingBox();
    const path = join(folder, `context.${language}.png`);
    const height = Math.ceil((last?.y ?? 0) + (last?.height ?? 0) - from) + 32;
    await atJira.screenshot({ path, clip: { x: 0, y: from - 16, width: 820, height } });
    written.push(path);

    await atJira.locator('button[value=done]').click();
    await line(stack, 'change handled', ({ deeds }) => Array.isArray(deeds) && deeds.includes('restored'));
    await line(stack, 'event handled', ({ reason }) => String(reason).startsWith('recovery'));
    await atJira.goto(issue);
    await shoot(atJira, 'loop-closed', 469);

    await atGuance.goto(guance.url);
    await shoot(atGuance, 'loop-restored', 782);
    return written;
  } finally {
    await stack.close();
    await guance.close();
  }
}

function line(stack: Stack, message: string, fits: (line: LogRecord) => boolean): Promise<LogRecord> {
  return stack.waitFor(message, () => stack.worker.log.named(message).find(fits), 60_000);
}

function rulesIn(language: PictureLanguage): string {
  return `
defaults: { project: OPS, issueType: ${IN[language].type}, group: fault, wontFix: ["Won't Do"], recover: {}, recoverGrace: 2s }
routes:
  - name: web
    back: { done: restore, wontFix: { mute: 7d } }
    context:
      chart: true
      logs: { query: "L::re(\`.*\`):(\`message\`) { \`host\` = '{{ tags.host }}' }", lines: 5 }
`;
}
