import { reasonInChinese } from '@guance-jira/mapping';
import { inBoth } from '../in-both.ts';
import { guanceWords } from './doctor-guance.ts';
import { othersWords } from './doctor-others.ts';
import { pollWords } from './doctor-poll.ts';

const ours = inBoth({
  en: {
    topics: {
      rules: 'rules',
      settings: 'settings',
      routes: 'routes',
      grouping: 'grouping',
      redis: 'Redis',
      durability: 'Redis: disk',
      memory: 'Redis: memory',
      replicas: 'Redis: replicas',
      jira: 'Jira',
      account: 'Jira: account',
      rights: 'Jira: permissions',
      token: 'Jira: token',
      clocks: 'clocks',
      webhook: 'webhook',
      guance: 'Guance',
      back: 'way back',
      context: 'chart and logs',
      catch_up: 'missed alerts',
      worker: 'worker',
      pauses: 'pauses',
      waiting: 'waiting',
      failed: 'failed',
      ledger: 'ledger',
    } as Record<string, string>,
    well: 'All is well.',
    sum: (bad: number, warn: number) => `${bad} red, ${warn} yellow.`,
    rules: (routes: number, where: string) => `${routes} route${routes === 1 ? '' : 's'}, from ${where}`,
    rulesInvalid: (problems: number) => ({
      text: `${problems} error${problems === 1 ? '' : 's'}: the workers continue with the previous rules, also after a restart; without previous rules, a worker does not start`,
      todo: 'npm run cli -- validate shows each with line and column',
    }),
    issuesHidden: (project: string) => ({
      text: `in ${project}, the account can create issues but not see them`,
      todo: 'give it Browse projects, and add it to the default security level; until then, level changes and recoveries cannot be written',
    }),
    settingUnknown: (name: string, meant: string) => ({
      text: `no program reads ${name}`,
      todo: `did you mean ${meant}?`,
    }),
    settingsIdle: (names: string) => `${names}: no effect with RULES_FILE, because the routes decide this`,
    routesFine: (count: number) => `Jira accepts what ${count} route${count === 1 ? ' asks' : 's ask'} for`,
    routesMore: (count: number) => ({ text: `${count} more`, todo: 'npm run cli -- validate shows all' }),
    splitFault: (issues: number, keys: string, others: number, route: string | null) => ({
      text: `${issues} issues of one fault: ${keys}${others === 0 ? '' : `; ${others} other fault${others === 1 ? ' has' : 's have'} several too`}`,
      todo:
        route === null
          ? 'set JIRA_GROUP=fault to get one, then restart worker and console (or npm start)'
          : `write group: fault in the route ${route} to get one`,
    }),
    worker: 'running',
    workerNever: { text: 'no worker has ever run on this Redis and REDIS_PREFIX', todo: 'start one: npm run worker' },
    workerSilent: (span: string) => ({
      text: `no sign of life for ${span}`,
      todo: 'start a worker, or check its log. Events wait meanwhile',
    }),
    noPauses: 'none',
    pausedManual: (until: string, by: string, reason: string) => ({
      text: `paused until ${until}${by === '' ? '' : ` by ${by}`}${reason === '' ? '' : `: ${reason}`}`,
      todo: 'npm run cli -- resume ends it',
    }),
    pausedDashboard: {
      text: "the queue is paused with the dashboard's button",
      todo: 'npm run cli -- resume ends it',
    },
    rests: (why: string, span: string, failures: number) =>
      `${why}; next try in ${span}, after ${failures} failed attempts`,
    blocked: (kind: string, span: string, times: number, said: string) =>
      `something in front of Jira answers requests of the kind ${kind} in its place, and their events wait; next try in ${span}, after ${times} failed attempts; the last answer: ${said}`,
    blockedTodo:
      'ask the people who run the proxy, firewall or WAF in front of Jira why it does not let them pass; npm run cli -- resume tries one at once',
    restsTodo: 'see the lines about Jira; npm run cli -- resume tries it at once',
    waiting: (waiting: number, delayed: number, active: number, oldest: string | null) =>
      `${waiting} waiting, ${delayed} delayed, ${active} being handled${oldest === null ? '' : `; the oldest arrived ${oldest} ago`}`,
    waitsFor: (counts: string, what: string) => `${counts}, waiting for: ${what}`,
    waitingTodo: (isUnknown: boolean): string =>
      isUnknown
        ? "no known reason: check the worker's log and restart it; npm run cli -- find <event id> shows what an event is waiting for"
        : 'npm run cli -- find <event id> shows what an event is waiting for; see pauses and worker above',
    limited: (limits: string) => ({
      text: `the queue is limited: ${limits}; only the dashboard sets this`,
      todo: 'npm run cli -- resume removes it; use JIRA_MAX_RPS to limit requests to Jira',
    }),
    limitAtOnce: (most: number) => `${most} at a time`,
    limitRate: (most: number, span: string) => `${most} in ${span}`,
    noneFailed: 'none',
    failed: (count: number, ofDay: number) => ({
      text: `${count} event${count === 1 ? ' has' : 's have'} failed${ofDay === 0 ? '' : `, ${ofDay} of them in the last day: their issues are missing`}`,
      todo: 'npm run cli -- replay --all shows why; fix the cause, then add --yes',
    }),
    ledger: (since: string) => `complete since ${since}; for older events, Jira is asked first`,
    ledgerEmpty: 'empty',
    distrusted: (since: string) => `The ledger now counts as complete only since ${since}.`,
    distrustedMeans:
      'For each older event without a record, Jira is asked before it becomes an issue; that takes longer (JIRA_SETTLE_MS), but creates no second issue.',
  },
  zh: {
    topics: {
      rules: '规则',
      settings: '配置',
      routes: '路由',
      grouping: '归并',
      redis: 'Redis',
      durability: 'Redis：落盘',
      memory: 'Redis：内存',
      replicas: 'Redis：副本',
      jira: 'Jira',
      account: 'Jira：账号',
      rights: 'Jira：权限',
      token: 'Jira：token',
      clocks: '时钟',
      webhook: 'Webhook',
      guance: '观测云',
      back: '回写',
      context: '趋势图和日志',
      catch_up: '补收',
      worker: 'worker',
      pauses: '暂停',
      waiting: '等待',
      failed: '失败',
      ledger: '台账',
    },
    well: '一切正常。',
    issuesHidden: (project) => ({
      text: `账号能在 ${project} 创建单子，但看不到它们`,
      todo: '请给它“浏览项目”权限，并加入默认安全级别；在此之前等级变化和恢复写不进去',
    }),
    sum: (bad, warn) => `${bad} 红，${warn} 黄。`,
    rules: (routes, where) => `${routes} 条路由，来自 ${where}`,
    rulesInvalid: (problems) => ({
      text: `${problems} 个错误：worker 继续使用之前的规则，重启后也是；没有之前的规则则无法启动`,
      todo: 'npm run cli -- validate 按行列显示每个错误',
    }),
    settingUnknown: (name, meant) => ({ text: `没有程序读取 ${name}`, todo: `是不是想写 ${meant}？` }),
    settingsIdle: (names) => `${names}：设了 RULES_FILE 就不起作用，由各条路由决定`,
    routesFine: (count) => `Jira 接受 ${count} 条路由的全部要求`,
    routesMore: (count) => ({ text: `另有 ${count} 处`, todo: 'npm run cli -- validate 显示全部' }),
    splitFault: (issues, keys, others, route) => ({
      text: `同一个故障有 ${issues} 张单：${keys}${others === 0 ? '' : `；另有 ${others} 个故障也有多张`}`,
      todo:
        route === null
          ? '设置 JIRA_GROUP=fault 后一个故障一张单；改后请重启 worker 和 console（或 npm start）'
          : `路由 ${route} 里写 group: fault，一个故障就是一张单`,
    }),
    worker: '运行中',
    workerNever: { text: '此 Redis 和 REDIS_PREFIX 上从未有 worker 运行', todo: '请启动：npm run worker' },
    workerSilent: (span) => ({ text: `已有${span}没有动静`, todo: '请启动 worker，或查看其日志。期间事件等待' }),
    noPauses: '无',
    pausedManual: (until, by, reason) => ({
      text: `${by === '' ? '' : `${by} `}暂停到 ${until}${reason === '' ? '' : `：${reason}`}`,
      todo: 'npm run cli -- resume 可结束',
    }),
    pausedDashboard: { text: '队列被看板上的按钮暂停', todo: 'npm run cli -- resume 可结束' },
    rests: (why, span, failures) => `${why}；${span}后再试，已失败 ${failures} 次`,
    blocked: (kind, span, times, said) =>
      `Jira 前面的设备代替 Jira 应答 ${kind} 类请求，相关事件在等；${span}后再试，已失败 ${times} 次；最近的应答：${said}`,
    blockedTodo: '请联系维护 Jira 前面代理、防火墙或 WAF 的人，查明为什么不放行；npm run cli -- resume 可立即试一个',
    restsTodo: '见 Jira 各行；npm run cli -- resume 可立即重试',
    waiting: (waiting, delayed, active, oldest) =>
      `等待 ${waiting}，延后 ${delayed}，处理中 ${active}${oldest === null ? '' : `；最早的已到达 ${oldest}`}`,
    waitsFor: (counts, what) => `${counts}，在等：${reasonInChinese(what)}`,
    waitingTodo: (isUnknown) =>
      isUnknown
        ? '找不到原因：请查看 worker 的日志并重启它；npm run cli -- find <事件 ID> 说明事件在等什么'
        : 'npm run cli -- find <事件 ID> 说明事件在等什么；另见上面的暂停和 worker',
    limited: (limits) => ({
      text: `队列被限制：${limits}；只有看板会这样设置`,
      todo: 'npm run cli -- resume 可取消；限制对 Jira 的请求请用 JIRA_MAX_RPS',
    }),
    limitAtOnce: (most) => `同时最多 ${most} 个`,
    limitRate: (most, span) => `每${span}最多 ${most} 个`,
    noneFailed: '无',
    failed: (count, ofDay) => ({
      text: `${count} 个事件失败${ofDay === 0 ? '' : `，其中最近一天 ${ofDay} 个：缺少对应的单子`}`,
      todo: 'npm run cli -- replay --all 显示原因；排除原因后加上 --yes',
    }),
    ledger: (since) => `自 ${since} 起完整；更早的事件先去 Jira 查`,
    ledgerEmpty: '空',
    distrusted: (since) => `台账从现在（${since}）起才算完整。`,
    distrustedMeans: '较早的事件如果没有记录，会先去 Jira 查一遍再建单；会慢一些（JIRA_SETTLE_MS），但不会重复建单。',
  },
});

export const doctorWords = {
  en: { ...ours.en, ...guanceWords.en, ...pollWords.en, ...othersWords.en },
  zh: { ...ours.zh, ...guanceWords.zh, ...pollWords.zh, ...othersWords.zh },
};
