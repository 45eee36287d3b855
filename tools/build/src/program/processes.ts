/** What `guance-jira` starts besides the commands of the command line. */
export const PROCESSES: ReadonlyMap<string, () => Promise<unknown>> = new Map([
  ['start', () => import('./start.ts')],
  ['receiver', () => import('../../../../apps/receiver/src/main.ts')],
  ['worker', () => import('../../../../apps/worker/src/main.ts')],
  ['console', () => import('../../../../apps/console/src/main.ts')],
  ['sandbox', () => import('../../../jira-sandbox/src/main.ts')],
  ['guance-sandbox', () => import('../../../guance-sandbox/src/main.ts')],
  ['init', () => import('../../../local-stack/src/init.ts')],
]);

const HELP = {
  en: [
    'guance-jira start       everything on this machine, with sandboxes for Guance and Jira unless JIRA_URL is set',
    'guance-jira receiver    receives alerts; settings come from the environment',
    'guance-jira worker      creates Jira issues from them',
    'guance-jira console     web pages: what became of each alert, and the dashboard',
    'guance-jira sandbox     behaves like Jira, for trials; guance-sandbox: behaves like Guance',
    'guance-jira --version   shows the version',
    '',
  ].join('\n'),
  zh: [
    'guance-jira start       在本机启动全部；未设置 JIRA_URL 时附带观测云和 Jira 的沙箱',
    'guance-jira receiver    接收告警的进程；设置来自环境变量',
    'guance-jira worker      把告警建成单子的进程',
    'guance-jira console     给人看的页面',
    'guance-jira sandbox     行为与 Jira 一致的沙箱，供试用；guance-sandbox：观测云的沙箱',
    'guance-jira --version   显示版本',
    '',
  ].join('\n'),
};

/** Stands above the overview of the commands. */
export function processHelp(language: 'en' | 'zh'): string {
  return HELP[language];
}
