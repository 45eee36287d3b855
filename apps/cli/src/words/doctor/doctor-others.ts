import { inBoth } from '../in-both.ts';

/** What doctor says of Redis, Jira and the receiver. */
export const othersWords = inBoth({
  en: {
    durable: 'a confirmed event survives a power failure',
    evicts: (policy: string) => ({
      text: `maxmemory-policy ${policy} may delete waiting events`,
      todo: 'CONFIG SET maxmemory-policy noeviction, and the same in redis.conf',
    }),
    noAof: {
      text: 'waiting events are lost when Redis restarts',
      todo: 'set appendonly yes and appendfsync always, with CONFIG SET and in redis.conf',
    },
    fsync: (fsync: string) => ({
      text: `a power failure may lose about a second of events (appendfsync ${fsync})`,
      todo: 'CONFIG SET appendfsync always, and the same in redis.conf',
    }),
    durabilityUntold: {
      text: 'this Redis does not show its settings; a confirmed event is as safe as its operator made it',
      todo: 'ask its operator for appendfsync always and noeviction',
    },
    memory: (used: string, max: string, left: number) => `${used} of ${max} used, ${left} % left`,
    memoryUnlimited: (used: string) => `${used} used, no maxmemory`,
    memoryUntold: 'unknown',
    memoryTodo: 'raise maxmemory; a full Redis accepts no events, and the receiver then spools them',
    replicas: (found: number, wanted: number) => `${found} connected, ${wanted} must confirm`,
    replicasUnasked: (found: number) => `${found} connected (REDIS_WAIT_REPLICAS is 0: none of them has to confirm)`,
    replicasUntold: (wanted: number) => `unknown; ${wanted} must confirm`,
    replicasMissing: (found: number, wanted: number) => ({
      text: `${found} connected, and ${wanted} must confirm: deliveries go to the spool, and no issue is created`,
      todo: 'bring the replicas back, or lower REDIS_WAIT_REPLICAS',
    }),
    jiraReached: (kind: string, site: string) => `${kind} at ${site}`,
    jiraUntold: (site: string) => `${site} answers, but does not say which Jira it is`,
    jiraNotFound: (why: string, site: string) => ({
      text: `${why}: there is no Jira at ${site}`,
      todo: 'is the context path missing in JIRA_URL, such as http://jira.example.com:8080/jira? It is the part before /browse in the address of an issue. Then restart npm start or the worker',
    }),
    jiraUnreachable: (why: string, site: string) => ({
      text: `${why} (${site})`,
      todo: 'check JIRA_URL, DNS, the proxy (HTTPS_PROXY) and, for a private CA, JIRA_TLS_CA. Events wait meanwhile',
    }),
    workerRefused: (name: string, isSame: boolean) => ({
      text: `${name}: this login works, but Jira has refused the worker's login`,
      todo: isSame
        ? 'npm run cli -- resume tries it at once'
        : 'the worker still uses the login from its start: restart npm start or the worker (a JIRA_TOKEN_FILE is read again automatically)',
    }),
    loginRefused: (why: string, deployment: string | null): { text: string; todo: string } => ({
      text: `the login is refused: ${why}`,
      todo:
        deployment === 'cloud'
          ? 'create a new API token (id.atlassian.com → Security) and put it in JIRA_TOKEN; JIRA_USER is the e-mail of its account. Then restart npm start or the worker (a JIRA_TOKEN_FILE is read again automatically)'
          : 'check JIRA_USER with JIRA_PASSWORD, or the personal access token in JIRA_TOKEN (without JIRA_USER); if Jira asks for a captcha, log in once in a browser, then run npm run cli -- resume. After a change in .env, restart npm start or the worker (a JIRA_TOKEN_FILE is read again automatically)',
    }),
    clientRefused:
      'the client credentials are refused: check JIRA_OAUTH_CLIENT_ID and JIRA_OAUTH_CLIENT_SECRET (admin.atlassian.com → Directory → Service accounts → Credentials), and, if the scopes are refused, JIRA_OAUTH_SCOPE. Then run npm run cli -- resume',
    passwordsRefused: (why: string) => ({
      text: why,
      todo: 'this Jira does not accept passwords: create a personal access token (profile → Personal Access Tokens), set JIRA_TOKEN without JIRA_USER and JIRA_PASSWORD, and restart the worker',
    }),
    allForbidden: (why: string) => ({
      text: `everything is forbidden: ${why}`,
      todo: "allow this machine's address if Jira has an IP allowlist, or if a firewall or proxy is in front of it; and check whether the account may use this Jira at all. Then run npm run cli -- resume",
    }),
    loginUntried: {
      text: 'Jira has refused this login; it was not tried again now, so that the account does not get locked',
      todo: 'correct JIRA_USER and JIRA_PASSWORD; if Jira asks for a captcha, log in once in a browser, then run npm run cli -- resume; after a change in .env, restart npm start or the worker',
    },
    rights: (project: string) => `all the permissions needed in ${project}`,
    token: (date: string, days: number) => `expires on ${date}, in ${days} days`,
    tokenSoon: (date: string, days: number) => ({
      text: `expires on ${date}, in ${days} day${days === 1 ? '' : 's'}`,
      todo: 'create a new one, put it in JIRA_TOKEN (a file is read again automatically), and update JIRA_TOKEN_EXPIRES',
    }),
    tokenExpired: (date: string) => ({
      text: `expired on ${date}, as JIRA_TOKEN_EXPIRES says`,
      todo: 'create a new one, put it in JIRA_TOKEN, and update JIRA_TOKEN_EXPIRES',
    }),
    tokenUntold: 'its expiry date is unknown; with JIRA_TOKEN_EXPIRES=2027-01-31, doctor warns in advance',
    clocks: 'this machine, Redis and Jira agree',
    clocksUntold: 'nothing to compare with',
    clockOff: (whose: string, seconds: number, ahead: boolean) =>
      `${whose} is ${seconds} s ${ahead ? 'ahead of' : 'behind'} this machine`,
    clocksTodo:
      'synchronize all machines with NTP: an event that seems older than it is costs a search in Jira before its issue is created',
    webhook: (url: string, isPublic: boolean) =>
      isPublic ? `${url} answers` : `${url} answers; set PUBLIC_URL to check the address that Guance uses`,
    webhookSpools: (url: string) => ({
      text: `${url} keeps events in its spool, because Redis does not accept them`,
      todo: 'see the lines about Redis; the spool drains itself when Redis works again',
    }),
    webhookUnavailable: (url: string) => ({
      text: `${url} cannot accept events`,
      todo: "check the receiver's log; it needs Redis, or space in SPOOL_DIR",
    }),
    webhookSilent: (url: string, why: string, isPublic: boolean): { text: string; todo: string } => ({
      text: `${url} does not answer (${why})`,
      todo: isPublic
        ? 'start the receiver, and check whether the proxy in front of it passes requests on. Guance does not resend what it could not deliver'
        : 'if the receiver runs elsewhere, set PUBLIC_URL to the address that Guance uses',
    }),
    webhookForeign: (url: string, status: number) => ({
      text: `${url}/readyz answers ${status}, but not as the receiver would`,
      todo: 'let the proxy pass /readyz on as well, or correct PUBLIC_URL',
    }),
  },
  zh: {
    durable: '已确认的事件断电也不丢',
    evicts: (policy) => ({
      text: `maxmemory-policy ${policy} 可能删除等待中的事件`,
      todo: '执行 CONFIG SET maxmemory-policy noeviction，并写入 redis.conf',
    }),
    noAof: {
      text: 'Redis 重启会丢失等待中的事件',
      todo: '设置 appendonly yes 和 appendfsync always（CONFIG SET 并写入 redis.conf）',
    },
    fsync: (fsync) => ({
      text: `断电可能丢失约一秒的事件（appendfsync ${fsync}）`,
      todo: '执行 CONFIG SET appendfsync always，并写入 redis.conf',
    }),
    durabilityUntold: {
      text: '此 Redis 不提供自己的配置；已确认的事件是否安全，取决于它的运维',
      todo: '请运维设置 appendfsync always 和 noeviction',
    },
    memory: (used, max, left) => `已用 ${used}，共 ${max}，剩余 ${left}%`,
    memoryUnlimited: (used) => `已用 ${used}，未设 maxmemory`,
    memoryUntold: '未知',
    memoryTodo: '请调大 maxmemory；Redis 满了就不收事件，receiver 会改用本地暂存',
    replicas: (found, wanted) => `已连接 ${found} 个，需 ${wanted} 个确认`,
    replicasUnasked: (found) => `已连接 ${found} 个（REDIS_WAIT_REPLICAS 为 0：无需确认）`,
    replicasUntold: (wanted) => `未知；需 ${wanted} 个确认`,
    replicasMissing: (found, wanted) => ({
      text: `已连接 ${found} 个，而需 ${wanted} 个确认：投递先进本地暂存，也不建单`,
      todo: '请恢复副本，或调小 REDIS_WAIT_REPLICAS',
    }),
    jiraReached: (kind, site) => `${kind}，${site}`,
    jiraUntold: (site) => `${site} 有应答，但没说明是哪种 Jira`,
    jiraNotFound: (why, site) => ({
      text: `${why}：${site} 处没有 Jira`,
      todo: 'JIRA_URL 是不是漏了 context path，例如 http://jira.example.com:8080/jira？单子地址里 /browse 之前的部分就是它。改后请重启 npm start 或 worker',
    }),
    jiraUnreachable: (why, site) => ({
      text: `${why}（${site}）`,
      todo: '请检查 JIRA_URL、DNS、代理（HTTPS_PROXY），私有 CA 请检查 JIRA_TLS_CA。期间事件等待',
    }),
    workerRefused: (name, isSame) => ({
      text: `${name}：此登录可用，但 Jira 拒绝了 worker 的登录`,
      todo: isSame
        ? 'npm run cli -- resume 可立即重试'
        : 'worker 用的还是启动时的登录：请重启 npm start 或 worker（JIRA_TOKEN_FILE 会自动重读）',
    }),
    loginRefused: (why, deployment) => ({
      text: `登录被拒绝：${why}`,
      todo:
        deployment === 'cloud'
          ? '请新建 API token（id.atlassian.com → 安全）并填入 JIRA_TOKEN；JIRA_USER 为其账号的邮箱。然后重启 npm start 或 worker（JIRA_TOKEN_FILE 会自动重读）'
          : '请检查 JIRA_USER 与 JIRA_PASSWORD，或 JIRA_TOKEN 里的个人访问令牌（此时不填 JIRA_USER）；如需验证码，请先用浏览器登录一次，再运行 npm run cli -- resume。改了 .env 请重启 npm start 或 worker（JIRA_TOKEN_FILE 会自动重读）',
    }),
    clientRefused:
      'client credentials 被拒绝：请检查 JIRA_OAUTH_CLIENT_ID 和 JIRA_OAUTH_CLIENT_SECRET（admin.atlassian.com → Directory → Service accounts → Credentials）；如果被拒的是 scope，请检查 JIRA_OAUTH_SCOPE。然后 npm run cli -- resume',
    passwordsRefused: (why) => ({
      text: why,
      todo: '此 Jira 不接受密码：请创建个人访问令牌（个人资料 → Personal Access Tokens），填入 JIRA_TOKEN，不填 JIRA_USER 和 JIRA_PASSWORD，然后重启 worker',
    }),
    allForbidden: (why) => ({
      text: `所有请求都被禁止：${why}`,
      todo: '如果 Jira 有 IP 白名单，或前面有防火墙、代理，请放行本机地址；并确认此账号有权使用该 Jira。然后运行 npm run cli -- resume',
    }),
    loginUntried: {
      text: 'Jira 已拒绝此登录；为避免锁定账号，这次没有再试',
      todo: '请更正 JIRA_USER 和 JIRA_PASSWORD，如需验证码请先用浏览器登录一次，然后运行 npm run cli -- resume；改了 .env 请重启 npm start 或 worker',
    },
    rights: (project) => `${project} 所需权限齐全`,
    token: (date, days) => `${date} 到期，还有 ${days} 天`,
    tokenSoon: (date, days) => ({
      text: `${date} 到期，还有 ${days} 天`,
      todo: '请新建 token 填入 JIRA_TOKEN（用文件时会自动重读），并更新 JIRA_TOKEN_EXPIRES',
    }),
    tokenExpired: (date) => ({
      text: `已于 ${date} 到期（JIRA_TOKEN_EXPIRES）`,
      todo: '请新建 token 填入 JIRA_TOKEN，并更新 JIRA_TOKEN_EXPIRES',
    }),
    tokenUntold: '到期日未知；设置 JIRA_TOKEN_EXPIRES=2027-01-31 后可提前提醒',
    clocks: '本机、Redis 和 Jira 一致',
    clocksUntold: '无可比较',
    clockOff: (whose, seconds, ahead) => `${whose} 比本机${ahead ? '快' : '慢'} ${seconds} 秒`,
    clocksTodo: '请让所有机器使用 NTP：看起来过旧的事件，建单前要先去 Jira 查一遍',
    webhook: (url, isPublic) =>
      isPublic ? `${url} 有应答` : `${url} 有应答；设置 PUBLIC_URL 可改为检查观测云实际使用的地址`,
    webhookSpools: (url) => ({
      text: `${url} 正把事件存到本地暂存，因为 Redis 不收`,
      todo: '见 Redis 各行；Redis 恢复后会自动送走',
    }),
    webhookUnavailable: (url) => ({
      text: `${url} 无法接收事件`,
      todo: '请查看 receiver 的日志；它需要 Redis，或 SPOOL_DIR 有空间',
    }),
    webhookSilent: (url, why, isPublic) => ({
      text: `${url} 没有应答（${why}）`,
      todo: isPublic
        ? '请启动 receiver，并检查前面的代理有没有转发。没送到的内容观测云不会重发'
        : '如果 receiver 在别处运行，请把 PUBLIC_URL 设为观测云使用的地址',
    }),
    webhookForeign: (url, status) => ({
      text: `${url}/readyz 应答 ${status}，不是 receiver 的应答`,
      todo: '请让代理也转发 /readyz，或更正 PUBLIC_URL',
    }),
  },
});
