import { inBoth } from '../in-both.ts';

/** What doctor says of Guance: the way back, and what never came. */
export const guanceWords = inBoth({
  en: {
    guanceNoKey: (routes: string) => ({
      text: `${routes} should report to Guance, but there is no key`,
      todo: 'set GUANCE_API_URL and GUANCE_API_KEYS for the worker, or remove back: from the rules',
    }),
    guanceWell: (workspace: string) => `Guance accepts the key of ${workspace} for reading`,
    guanceRefuses: (workspace: string, why: string) => ({
      text: `${workspace}: ${why}`,
      todo: 'check GUANCE_API_URL, the key in GUANCE_API_KEYS, its role, and the network; changes wait for a day',
    }),
    caughtUp: (workspace: string, at: string) => `${workspace}: Guance knows of no fault that never came here (${at})`,
    notLooked: (workspace: string) => `${workspace}: no worker has looked at Guance yet`,
    lookFailed: (workspace: string, since: string, said: string) => ({
      text: `${workspace}: no look at Guance succeeds since ${since}: ${said}`,
      todo: 'check GUANCE_API_URL, the key of this workspace in GUANCE_API_KEYS and the way there; what is missed meanwhile is found afterwards',
    }),
    unseen: (workspace: string, count: number, titles: readonly string[], routes: readonly string[]) => ({
      text: `${workspace}: ${count === 1 ? 'a fault stands' : `${count} faults stand`} open in Guance and never came here: ${titles.join(' | ')}${count > titles.length ? ' …' : ''}`,
      todo: `is the notification object of Guance turned off, or left out of the alert policy? catchUp: true ${routes.length === 0 ? 'in the rules' : `on ${routes.join(', ')}`} makes issues of them`,
    }),
    overThere: (workspace: string, count: number, issues: readonly string[]) => ({
      text: `${workspace}: ${count === 1 ? 'a fault that has' : `${count} faults that have`} an open issue recovered in Guance, and the recovery never came: ${issues.join(', ')}${count > issues.length ? ' …' : ''}`,
      todo: 'does the alert policy send recoveries? catchUp: true on the route makes up for it; or close the issues',
    }),
  },
  zh: {
    guanceNoKey: (routes) => ({
      text: `${routes} 要回写观测云，但没有密钥`,
      todo: '请给 worker 设置 GUANCE_API_URL 和 GUANCE_API_KEYS，或去掉规则里的 back:',
    }),
    guanceWell: (workspace) => `观测云接受 ${workspace} 的密钥（读取）`,
    guanceRefuses: (workspace, why) => ({
      text: `${workspace}：${why}`,
      todo: '请检查 GUANCE_API_URL、GUANCE_API_KEYS 里的密钥、它的角色以及网络；在此期间，人做的改动最多等一天',
    }),
    caughtUp: (workspace, at) => `${workspace}：观测云里没有漏收的故障（${at}）`,
    notLooked: (workspace) => `${workspace}：还没有 worker 查看过观测云`,
    lookFailed: (workspace, since, said) => ({
      text: `${workspace}：自 ${since} 起查看观测云失败：${said}`,
      todo: '请检查 GUANCE_API_URL、GUANCE_API_KEYS 里该工作空间的密钥以及网络；其间漏收的，恢复后会找到',
    }),
    unseen: (workspace, count, titles, routes) => ({
      text: `${workspace}：观测云里有 ${count} 个未恢复的故障从未送到这里：${titles.join(' | ')}${count > titles.length ? ' …' : ''}`,
      todo: `观测云的通知对象是否被禁用，或没有加入告警策略？${routes.length === 0 ? '在规则里' : `给 ${routes.join('、')} `}写 catchUp: true，即可为它们建单`,
    }),
    overThere: (workspace, count, issues) => ({
      text: `${workspace}：有 ${count} 个故障在观测云已恢复，但恢复通知没有送到，单子仍开着：${issues.join('、')}${count > issues.length ? ' …' : ''}`,
      todo: '告警策略是否发送恢复通知？给路由写 catchUp: true 即可补上；也可以手工关单',
    }),
  },
});
