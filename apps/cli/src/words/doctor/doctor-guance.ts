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
    catchUpNoKey: (routes: string) => ({
      text: `${routes}: catchUp: true does nothing without a key of Guance`,
      todo: 'set GUANCE_API_URL and GUANCE_API_KEYS for the worker, or remove catchUp: from the rules',
    }),
    catchUpOff: (routes: string) => ({
      text: `${routes}: catchUp: true does nothing with CATCH_UP_EVERY=off`,
      todo: 'remove CATCH_UP_EVERY, or catchUp: from the rules',
    }),
    contextNoKey: (routes: string) => ({
      text: `${routes}: no issue gets its chart or log lines without a key of Guance`,
      todo: 'set GUANCE_API_URL and GUANCE_API_KEYS for the worker, or remove context: from the rules',
    }),
    noClientToken: (routes: string, workspaces: string) => ({
      text: `${routes}: no chart for alerts of ${workspaces}, because it has no client token`,
      todo: 'create one in Guance (管理 → Client Token 管理) and add it to GUANCE_CLIENT_TOKENS of the worker',
    }),
    tokenWell: (workspace: string) => `Guance draws charts with the client token of ${workspace}`,
    tokenRefused: (workspace: string, why: string) => ({
      text: `the client token of ${workspace} is refused: ${why}`,
      todo: 'correct it in GUANCE_CLIENT_TOKENS of the worker; until then issues get no chart',
    }),
    clientTokenUntold: (workspace: string, why: string) =>
      `Guance drew no chart with the client token of ${workspace} for a trial query: ${why}`,
    changesTaken: (url: string) =>
      `the receiver accepts changes from Jira at ${url} (close an issue to see whether Jira sends them)`,
    changesUnheard: (routes: string, url: string) => ({
      text: `${routes} should report to Guance, but nothing tells us what people change in Jira: the receiver has no ${url} and BACK_POLL is not set`,
      todo: 'set JIRA_WEBHOOK_TOKENS for the receiver and let the proxy pass /webhook/jira on, or set BACK_POLL=2m for the worker (docs/guide/back.md)',
    }),
    caughtUp: (workspace: string, at: string) =>
      `${workspace}: every open fault in Guance is known here (checked ${at})`,
    notLooked: (workspace: string) => `${workspace}: no worker has checked Guance yet`,
    lookFailed: (workspace: string, since: string, said: string) => ({
      text: `${workspace}: Guance could not be checked since ${since}: ${said}`,
      todo: 'check GUANCE_API_URL, the key of this workspace in GUANCE_API_KEYS, and the network; once it works again, what was missed in the meantime is found',
    }),
    unseen: (workspace: string, count: number, titles: readonly string[], routes: readonly string[]) => ({
      text: `${workspace}: ${count === 1 ? 'a fault is' : `${count} faults are`} open in Guance, but no alert of ${count === 1 ? 'it' : 'them'} arrived here: ${titles.join(' | ')}${count > titles.length ? ' …' : ''}`,
      todo: `check in Guance whether the notification object is disabled or missing from the alert policy; catchUp: true ${routes.length === 0 ? 'in the rules' : `on ${routes.join(', ')}`} creates the missing issues`,
    }),
    overThere: (workspace: string, count: number, issues: readonly string[]) => ({
      text: `${workspace}: ${count === 1 ? 'a fault has' : `${count} faults have`} recovered in Guance, but no recovery arrived here, and ${count === 1 ? 'its issue is' : 'their issues are'} still open: ${issues.join(', ')}${count > issues.length ? ' …' : ''}`,
      todo: 'check whether the alert policy sends recoveries; catchUp: true on the route fetches them, or close the issues yourself',
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
    catchUpNoKey: (routes) => ({
      text: `${routes}：没有观测云的密钥，catchUp: true 不起作用`,
      todo: '请给 worker 设置 GUANCE_API_URL 和 GUANCE_API_KEYS，或去掉规则里的 catchUp:',
    }),
    catchUpOff: (routes) => ({
      text: `${routes}：CATCH_UP_EVERY=off 时 catchUp: true 不起作用`,
      todo: '请去掉 CATCH_UP_EVERY，或去掉规则里的 catchUp:',
    }),
    contextNoKey: (routes) => ({
      text: `${routes}：没有观测云的密钥，单子补不上趋势图和日志`,
      todo: '请给 worker 设置 GUANCE_API_URL 和 GUANCE_API_KEYS，或去掉规则里的 context:',
    }),
    noClientToken: (routes, workspaces) => ({
      text: `${routes}：${workspaces} 没有 Client Token，它的告警补不上趋势图`,
      todo: '请在观测云（管理 → Client Token 管理）新建一个，加到 worker 的 GUANCE_CLIENT_TOKENS 里',
    }),
    tokenWell: (workspace) => `观测云接受 ${workspace} 的 Client Token，能取到图`,
    tokenRefused: (workspace, why) => ({
      text: `${workspace} 的 Client Token 被拒绝：${why}`,
      todo: '请更正 worker 的 GUANCE_CLIENT_TOKENS；在此之前单子没有趋势图',
    }),
    clientTokenUntold: (workspace, why) => `用 ${workspace} 的 Client Token 试查，观测云没有给出图：${why}`,
    changesTaken: (url) => `receiver 在 ${url} 接收 Jira 里的变化（Jira 是否真的发送，关一张单便知）`,
    changesUnheard: (routes, url) => ({
      text: `${routes} 要回写观测云，但没有任何途径得知 Jira 里的变化：receiver 没有 ${url} 这个地址，也没有设置 BACK_POLL`,
      todo: '请给 receiver 设置 JIRA_WEBHOOK_TOKENS，并让代理放行 /webhook/jira，或给 worker 设置 BACK_POLL=2m（docs/guide/back.zh-CN.md）',
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
